package io.exporteragent.it;

import static java.util.regex.Pattern.compile;
import static org.assertj.core.api.Assertions.assertThat;

import io.exporteragent.it.fixtures.Wasteful;
import io.exporteragent.testing.Page;
import io.exporteragent.testing.Promtool;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The pauses of ZGC, of which none has a whole millisecond, against the JVM's own log. */
class GcPausesIT {
  private static final int FIRST_RELEASE = 17;

  /** What the log may leave off each pause, since it has three digits of a millisecond. */
  private static final double ROUNDING = 1e-6;

  /** Shenandoah, too: its counters count more than pauses. */
  private static final List<String> OTHERS = List.of("G1", "Serial", "Parallel", "Shenandoah");

  @TempDir private Path directory;

  /** What a log says of all pauses so far. */
  private record Pauses(int count, double seconds) {
    static Pauses of(Path log) throws IOException {
      List<Double> millis =
          compile("(?m)\\bPause .* ([0-9.]+)ms$")
              .matcher(Files.readString(log))
              .results()
              .map(pause -> Double.parseDouble(pause.group(1)))
              .toList();
      return new Pauses(
          millis.size(), millis.stream().mapToDouble(Double::doubleValue).sum() / 1000);
    }
  }

  static Stream<Arguments> variants() {
    return Jdk.matrix().stream()
        .filter(jdk -> jdk.feature() >= FIRST_RELEASE)
        .flatMap(
            jdk ->
                jdk.feature() == 21
                    ? Stream.of(
                        Arguments.of(jdk, "-XX:-ZGenerational", "ZGC Pauses"),
                        Arguments.of(jdk, "-XX:+ZGenerational", "ZGC Major Pauses"))
                    : Stream.of(
                        Arguments.of(
                            jdk,
                            "-XX:+UseZGC",
                            jdk.feature() < 21 ? "ZGC Pauses" : "ZGC Major Pauses")));
  }

  @ParameterizedTest
  @MethodSource("variants")
  void pauses_areThoseOfTheLog(Jdk jdk, String variant, String gc) throws IOException {
    Path log = directory.resolve("gc.log");
    try (Program program = start(jdk, "-XX:+UseZGC", variant, "-Xlog:gc*:file=" + log)) {
      URI server = program.serving();
      for (int i = 0; i < 5; i++) {
        program.order("collect");
      }
      Pauses before = Pauses.of(log);
      Page page = Page.metrics(server);
      Pauses after = Pauses.of(log);
      assertThat(before.count()).isGreaterThanOrEqualTo(3 * 5);
      assertThat(sum(page, "jvm_gc_pauses_total"))
          .isBetween((double) before.count(), (double) after.count());
      // The log has the time in which the counter itself is kept, too.
      assertThat(sum(page, "jvm_gc_pause_time_seconds_total"))
          .isBetween(1e-9, after.seconds() + after.count() * ROUNDING);
      // The bean of this name counts the same, but for pauses that end at this moment.
      assertThat(page.value("jvm_gc_pauses_total{gc=\"" + gc + "\"}"))
          .isEqualTo(page.value("jvm_gc_collection_seconds_count{gc=\"" + gc + "\"}"));
      assertThat(Promtool.complaints(page.body())).isEmpty();
    }
  }

  @ParameterizedTest
  @MethodSource("io.exporteragent.it.Jdk#all")
  void otherCollectors_haveTheirDurationsElsewhere(Jdk jdk) {
    for (String collector : OTHERS) {
      try (Program program = start(jdk, "-XX:+Use" + collector + "GC")) {
        URI server = program.serving();
        program.order("collect");
        assertThat(Page.metrics(server).families())
            .contains("jvm_gc_collection_seconds")
            .noneMatch(name -> name.startsWith("jvm_gc_pause"));
      }
    }
  }

  private static Program start(Jdk jdk, String... options) {
    return Program.java(jdk).with(options).agent("127.0.0.1:0").fixture(Wasteful.class).start();
  }

  private static double sum(Page page, String family) {
    return page.samples().entrySet().stream()
        .filter(sample -> sample.getKey().startsWith(family + "{"))
        .mapToDouble(Map.Entry::getValue)
        .sum();
  }
}
