package io.exporteragent.exposition;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import io.exporteragent.model.Family;
import io.exporteragent.model.SnapshotFamily;
import io.prometheus.metrics.config.EscapingScheme;
import io.prometheus.metrics.expositionformats.ExpositionFormatWriter;
import io.prometheus.metrics.expositionformats.OpenMetricsTextFormatWriter;
import io.prometheus.metrics.expositionformats.PrometheusTextFormatWriter;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * 100,000 families are written as client_java's writers write them, byte for byte. With {@code
 * -Dlong} ten times as many. A failure names the seed of its page.
 */
class TextEncoderFuzzTest {
  private static final int FAMILIES = System.getProperty("long") == null ? 100_000 : 1_000_000;
  private static final int FAMILIES_PER_PAGE = 250;
  private static final int PAGES = FAMILIES / FAMILIES_PER_PAGE / EscapingScheme.values().length;
  private static final long FIRST_SEED = 8_000_000;

  /** Before that release {@code Double.toString} has digits that it does not need. */
  private static final boolean EXACT = Runtime.version().feature() >= 19;

  private static final Pattern NUMBER = Pattern.compile("-?[0-9]+\\.[0-9]+(E-?[0-9]+)?");

  private final List<String> messages = new ArrayList<>();
  private final Encoder encoder = new Encoder(messages::add);

  @ParameterizedTest
  @EnumSource(EscapingScheme.class)
  void everyFamily_isWrittenAsClientJavaDoes(EscapingScheme escaping) throws IOException {
    for (long seed = FIRST_SEED; seed < FIRST_SEED + PAGES; seed++) {
      GeneratedFamilies generated =
          new GeneratedFamilies(new Random(seed), escaping, seed % 3 == 0);
      List<MetricSnapshot> snapshots = new ArrayList<>();
      List<Family> families = new ArrayList<>();
      for (int i = 0; i < FAMILIES_PER_PAGE; i++) {
        Family family = generated.family(i);
        MetricSnapshot snapshot = SnapshotBuilder.build(family);
        snapshots.add(snapshot);
        families.add(inOrderOf(snapshot, family, i));
      }
      Collections.shuffle(families, new Random(seed));

      compare(seed, ExpositionFormat.TEXT_1_0_0, escaping, families, snapshots);
      compare(seed, ExpositionFormat.OPENMETRICS_1_0_0, escaping, families, snapshots);
      assertThat(messages).as("seed %d", seed).isEmpty();
    }
  }

  /** The same family in one of the three ways to show it, its points sorted as in a snapshot. */
  private static Family inOrderOf(MetricSnapshot snapshot, Family family, int index) {
    SnapshotFamily sorted = new SnapshotFamily(snapshot);
    Family rendered = index % 3 == 0 ? ShownFamily.rendered(family, sorted) : null;
    if (rendered != null) {
      return rendered;
    }
    return index % 3 == 1 ? sorted : new ShownFamily(family, sorted);
  }

  private void compare(
      long seed,
      ExpositionFormat format,
      EscapingScheme escaping,
      List<Family> families,
      List<MetricSnapshot> snapshots)
      throws IOException {
    ByteArrayOutputStream expected = new ByteArrayOutputStream();
    writer(format).write(expected, new MetricSnapshots(snapshots), escaping);
    ByteArrayOutputStream actual = new ByteArrayOutputStream();
    encoder.write(families, new Exposition(format, escaping), actual);

    if (!Arrays.equals(actual.toByteArray(), expected.toByteArray())) {
      String[] ours = actual.toString(StandardCharsets.UTF_8).split("\n", -1);
      String[] theirs = expected.toString(StandardCharsets.UTF_8).split("\n", -1);
      for (int i = 0; i < Math.max(ours.length, theirs.length); i++) {
        String our = i < ours.length ? ours[i] : "nothing";
        String their = i < theirs.length ? theirs[i] : "nothing";
        if (!our.equals(their) && (EXACT || !isSameButShorter(our, their))) {
          fail("%s %s seed %d line %d:\n%s\ninstead of\n%s", format, escaping, seed, i, our, their);
        }
      }
    }
  }

  private static ExpositionFormatWriter writer(ExpositionFormat format) {
    return format == ExpositionFormat.TEXT_1_0_0
        ? PrometheusTextFormatWriter.create()
        : new OpenMetricsTextFormatWriter(true, false);
  }

  private static boolean isSameButShorter(String ours, String theirs) {
    Matcher our = NUMBER.matcher(ours);
    Matcher their = NUMBER.matcher(theirs);
    while (our.find() && their.find()) {
      if (Double.parseDouble(our.group()) != Double.parseDouble(their.group())
          || our.group().length() > their.group().length()) {
        return false;
      }
    }
    return NUMBER.matcher(ours).replaceAll("").equals(NUMBER.matcher(theirs).replaceAll(""));
  }
}
