package io.exporteragent.exposition;

import static org.assertj.core.api.Assertions.assertThat;

import io.exporteragent.http.SampleFamilies;
import io.exporteragent.model.Family;
import io.exporteragent.model.SnapshotFamily;
import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import io.prometheus.metrics.model.snapshots.Unit;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Stands here and not beside its class, because the page is the witness. */
class SnapshotFamilyTest {
  static List<Family> families() {
    return SampleFamilies.all();
  }

  @ParameterizedTest
  @MethodSource("families")
  void describesItselfAsTheFamilyItWasMadeOf(Family original) {
    SnapshotFamily family = new SnapshotFamily(SnapshotBuilder.build(original));

    assertThat(family.name()).isEqualTo(original.name());
    assertThat(family.type()).isEqualTo(original.type());
    assertThat(family.help()).isEqualTo(original.help());
    assertThat(family.unit())
        .isEqualTo(original.name().endsWith(original.unit()) ? original.unit() : "");
  }

  @ParameterizedTest
  @EnumSource(ExpositionFormat.class)
  void visitedPoints_makeTheSamePageAsTheSnapshot(ExpositionFormat format) throws Exception {
    for (Family original : SampleFamilies.all()) {
      MetricSnapshot snapshot = SnapshotBuilder.build(original);
      SnapshotFamily family = new SnapshotFamily(snapshot);
      SnapshotFamily rebuilt = new SnapshotFamily(SnapshotBuilder.build(family));

      assertThat(rebuilt.snapshot()).isNotSameAs(snapshot);
      assertThat(page(format, rebuilt)).isEqualTo(page(format, family)).isNotEmpty();
    }
  }

  @ParameterizedTest
  @EnumSource(
      value = ExpositionFormat.class,
      names = {"TEXT_0_0_4", "OPENMETRICS_1_0_0"})
  void collectedMetric_isWrittenAsClientJavaDoes(ExpositionFormat format) throws Exception {
    Counter counter =
        Counter.builder().name("read_total").unit(Unit.BYTES).labelNames("disk").build();
    counter.labelValues("sda").inc(5);

    assertThat(page(format, new SnapshotFamily(counter.collect())))
        .contains("_total{disk=\"sda\"} 5.0");
  }

  private static String page(ExpositionFormat format, Family family) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    new Encoder(
            message -> {
              throw new AssertionError(message);
            })
        .write(List.of(family), Exposition.of(format), out);
    return out.toString(StandardCharsets.UTF_8);
  }
}
