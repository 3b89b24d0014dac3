package io.exporteragent.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import io.exporteragent.config.ConfigurationException;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Whatever is written, the outcome is settings or one line with file and position. With {@code
 * -Dlong} ten times as much is written. A failure names the seed of its input.
 */
@Timeout(value = 10, unit = TimeUnit.MINUTES, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class ConfigurationFuzzTest {
  private static final int INPUTS = System.getProperty("long") == null ? 10_000 : 100_000;
  private static final long FIRST_SEED = 4_000_000;
  private static final Map<String, String> ENVIRONMENT =
      Map.of("A", "1", "B", "\u0000\n\"", "EXPORTER_AGENT_PORT", "8001");

  private static final List<String> PIECES =
      List.of(
          "\n",
          "\n  ",
          "\n    ",
          "\n- ",
          "\n  - ",
          "\n      - ",
          "  ",
          ": ",
          ":",
          ", ",
          "{",
          "}",
          "[",
          "]",
          "- ",
          "? ",
          "&a ",
          "*a",
          "!!str ",
          "!a!b ",
          "| ",
          "|\n ",
          ">-\n ",
          "'",
          "\"",
          "\\",
          "\\x41",
          "\\uD800",
          "#",
          " #",
          "%YAML 1.2\n",
          "%YAML 9.9\n",
          "%TAG ! x\n",
          "---\n",
          "...\n",
          "\t",
          "\r",
          "\u0085",
          "\u2028",
          "\uFEFF",
          "\uD83D",
          "\uDE00",
          "\uD83D\uDE00",
          "\u0000",
          "\u0007",
          "@",
          "`",
          "${A}",
          "${B}",
          "${NONE}",
          "${NONE:x}",
          "$${",
          "${",
          "}",
          "$.x",
          "<<: ",
          "~",
          "null",
          "true",
          "1e999",
          "NaN",
          "0x1F",
          "-1",
          "99999999999",
          "2s",
          "1MiB",
          "2xx",
          "http://h/",
          "server: ",
          "host: ",
          "port: ",
          "collectors: ",
          "disk: ",
          "mountpoints_exclude: ",
          "((((",
          "*+",
          "probes: ",
          "name: ",
          "url: ",
          "headers: ",
          "basic_auth: ",
          "username: ",
          "password: ",
          "password_file: ",
          "authorization: ",
          "tls: ",
          "ca_file: ",
          "valid_status: ",
          "metrics: ",
          "type: ",
          "counter",
          "stateset",
          "info",
          "value: ",
          "labels: ",
          "foreach: ",
          "limit: ",
          "scale: ",
          "parse: ",
          "on_missing: ",
          "states: ",
          "unknown: ",
          "a",
          "x_total",
          "x_info",
          "methods: ",
          "match: ",
          "counter: ",
          "average: ",
          "x_seconds",
          "window: ",
          "histogram: ",
          "errors: ",
          "in_flight: ",
          "max: ",
          "{method}",
          "implements ",
          "extends ",
          "static ",
          "com.shop..*",
          "@Timed ",
          "#new",
          "(..)",
          "(int, ");

  @Test
  void mutatedExample_isSettingsOrAnErrorWithItsPosition() {
    String example = Configuration.example(Parsed.SECTIONS);
    int understood = 0;
    for (long seed = FIRST_SEED; seed < FIRST_SEED + INPUTS; seed++) {
      Random random = new Random(seed);
      StringBuilder text = new StringBuilder(example);
      for (int i = random.nextInt(4); i >= 0; i--) {
        mutate(text, random);
      }
      understood += assertOutcome(text.toString(), seed) ? 1 : 0;
    }
    assertThat(understood).isBetween(INPUTS / 10, INPUTS * 9 / 10);
  }

  @Test
  void generatedText_isSettingsOrAnErrorWithItsPosition() {
    for (long seed = FIRST_SEED; seed < FIRST_SEED + INPUTS; seed++) {
      Random random = new Random(seed);
      StringBuilder text = new StringBuilder();
      for (int i = random.nextInt(60); i >= 0; i--) {
        text.append(PIECES.get(random.nextInt(PIECES.size())));
      }
      assertOutcome(text.toString(), seed);
    }
  }

  @Test
  void generatedArgument_isUnderstoodOrAnErrorOfOneLine() {
    List<String> pieces =
        List.of(
            "8000",
            "65536",
            "-1",
            ":",
            "[",
            "]",
            "::1",
            "localhost",
            "=",
            ",",
            "port",
            "host",
            "config",
            "exporter.yml",
            "C:\\",
            "/",
            " ",
            "\n",
            "\u0000",
            "%",
            "\uD800",
            "x");
    for (long seed = FIRST_SEED; seed < FIRST_SEED + INPUTS; seed++) {
      Random random = new Random(seed);
      StringBuilder argument = new StringBuilder();
      for (int i = random.nextInt(12); i >= 0; i--) {
        argument.append(pieces.get(random.nextInt(pieces.size())));
      }
      try {
        Configuration.of(
            Parsed.SECTIONS.arguments().parse(argument.toString(), ENVIRONMENT), Parsed.SECTIONS);
      } catch (ConfigurationException e) {
        assertThat(e.getMessage()).as("seed %d", seed).matches("[^\\p{Cntrl}]{10,500}");
      } catch (RuntimeException | Error e) {
        throw new AssertionError("seed " + seed, e);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "[",
        "{",
        "{a: ",
        "- ",
        "? ",
        "[? ",
        "a: {",
        "[[],",
        "&a [",
        "&a [*a, ",
        "'",
        "\"",
        "\\",
        "#",
        "\n",
        "\n ",
        " ",
        "\t",
        "a",
        "a: ",
        "a\n",
        "*",
        "*a ",
        "!",
        "%",
        "|\n",
        "---\n",
        "${",
        "${A",
        "$${",
        "x: ${A:",
        "(",
        "\u00e9",
        "\uD83D\uDE00"
      })
  void megabyteOfTheSame_overflowsNoStackAndHangsNowhere(String piece) throws Exception {
    String same = piece.repeat((1 << 20) / piece.length());
    List<String> texts =
        List.of(
            same, "disk: {mountpoints_exclude: '" + same + "'}", "probes: [" + same, "a: " + same);
    for (String text : texts) {
      AtomicReference<Throwable> failure = new AtomicReference<>();
      Runnable parse = () -> assertOutcome(text, 0);
      Thread thread = new Thread(null, parse, "small stack", 256 << 10);
      thread.setUncaughtExceptionHandler((t, e) -> failure.set(e));
      thread.start();
      thread.join(60_000);
      assertThat(thread.isAlive()).as("still parsing").isFalse();
      assertThat(failure).hasNullValue();
    }
  }

  @Test
  void surrogatePairAnywhere_isRead() throws ConfigurationException {
    for (int length = 0; length < 5000; length++) {
      String text = "#" + "x".repeat(length) + "\uD83D\uDE00\nserver: {port: 1}";
      assertThat(parse(text).server().port()).isEqualTo(1);
    }
  }

  private static void mutate(StringBuilder text, Random random) {
    String piece = PIECES.get(random.nextInt(PIECES.size()));
    if (text.isEmpty()) {
      text.append(piece);
      return;
    }
    int from = random.nextInt(text.length());
    int to = Math.min(text.length(), from + random.nextInt(20));
    switch (random.nextInt(6)) {
      case 0 -> text.delete(from, to);
      case 1 -> text.insert(from, piece);
      case 2 -> text.replace(from, to, piece);
      case 3 -> text.insert(random.nextInt(text.length()), text.substring(from, to));
      case 4 -> text.setCharAt(from, (char) random.nextInt(128));
      default -> text.setLength(Math.max(1, from));
    }
  }

  /** Returns whether it was understood. */
  private static boolean assertOutcome(String text, long seed) {
    Configuration settings;
    try {
      settings = parse(text);
    } catch (ConfigurationException e) {
      assertThat(e.getMessage())
          .as("seed %d", seed)
          .matches("exporter\\.yml:[1-9][0-9]*:[1-9][0-9]*: [^\\p{Cntrl}\u2028\u2029]{5,600}");
      return false;
    } catch (RuntimeException | Error e) {
      throw new AssertionError("seed " + seed, e);
    }
    assertThatCode(() -> assertThat(parse(settings.describe())).hasToString(settings.toString()))
        .as("seed %d, described as %s", seed, settings.describe())
        .doesNotThrowAnyException();
    return true;
  }

  private static Configuration parse(String text) throws ConfigurationException {
    return Parsed.of(text, ENVIRONMENT);
  }
}
