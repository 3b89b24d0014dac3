package io.exporteragent.it;

import static java.util.regex.Pattern.compile;
import static org.assertj.core.api.Assertions.assertThat;

import io.exporteragent.it.fixtures.Obedient;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Arguments and files that nobody would write, as the JVM really hands them over. The application
 * must not notice. Thousands more are tried, without a JVM for each, by {@code
 * ConfigurationFuzzTest}.
 */
class NastyStartIT {
  private static final String MODULES = "metric modules: ";
  private static final Jdk JDK = Jdk.all().get(0);
  private static final long[] SEEDS = {
    1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 20261120, 0xCAFEBABEL, Long.MIN_VALUE, -1
  };

  @TempDir private Path directory;

  static Stream<String> arguments() {
    return Stream.of(
        "=",
        ",",
        ":::",
        "0:",
        "[::1",
        "127.0.0.1:0:",
        "-1",
        "99999999999999999999",
        "٨٠٠٠",
        "%s%n%d",
        "port=0,port=0",
        "port=0,config=",
        "config=.",
        "config=/dev/zero",
        "config=/proc/self/mem",
        "config=~/no such\tfile\".yml",
        "0:line\nbreak.yml",
        "0:" + "long".repeat(2000));
  }

  static LongStream seeds() {
    return LongStream.of(SEEDS);
  }

  @ParameterizedTest
  @MethodSource("arguments")
  void argument_isUnderstoodOrSaidToBeWrong(String argument) {
    assertUnharmed(argument);
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void file_isUnderstoodOrSaidToBeWrong(long seed) throws IOException {
    Files.write(directory.resolve("exporter.yml"), mutated(example(), new Random(seed)));
    String line = assertUnharmed("127.0.0.1:0:exporter.yml");
    assertThat(line).matches("exporter-agent: (serving |exporter\\.yml:\\d+:\\d+: ).*");
  }

  private String assertUnharmed(String argument) {
    try (Program program =
        Program.java(JDK).in(directory).agent(argument).fixture(Obedient.class).start()) {
      program.awaitError(compile("exporter-agent: (?!" + MODULES + ").*\\R"));
      program.runsOn();
      assertThat(program.output()).isEqualTo("ready\nstill here\n");
      // The example names a folder of modules, which is not there.
      List<String> lines =
          program.errorLines().stream()
              .filter(line -> !line.startsWith("exporter-agent: " + MODULES))
              .toList();
      assertThat(lines).hasSize(1);
      return lines.get(0);
    }
  }

  private static String example() {
    try (Program example = Program.commandLine(JDK, "check", "--example").start()) {
      assertThat(example.exitCode()).isZero();
      return example.output();
    }
  }

  /** Lines lost, doubled, swapped and indented, and in them characters that mean something. */
  private static byte[] mutated(String text, Random random) {
    List<String> lines = new ArrayList<>(text.lines().toList());
    String[] scraps = {
      "\t",
      "*",
      "&a ",
      "!!java.lang.Thread ",
      "${",
      "[",
      "{",
      "'",
      "\u0000",
      "\ud83d",
      "9e999",
      "\u2028"
    };
    for (int i = random.nextInt(4); i >= 0; i--) {
      int at = random.nextInt(lines.size());
      String line = lines.get(at);
      switch (random.nextInt(4)) {
        case 0 -> lines.remove(at);
        case 1 -> lines.add(random.nextInt(lines.size()), line);
        case 2 -> lines.set(at, " ".repeat(random.nextInt(9)) + line);
        default -> {
          int column = random.nextInt(line.length() + 1);
          String scrap = scraps[random.nextInt(scraps.length)];
          lines.set(at, line.substring(0, column) + scrap + line.substring(column));
        }
      }
    }
    byte[] bytes = String.join("\n", lines).getBytes(StandardCharsets.UTF_8);
    if (random.nextInt(4) == 0) {
      bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
    }
    return bytes;
  }
}
