package io.exporteragent.source.jvm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.exporteragent.gather.Samples;
import io.exporteragent.gather.Scrape;
import java.util.Map;
import java.util.Objects;
import net.bytebuddy.agent.ByteBuddyAgent;
import org.junit.jupiter.api.Test;

/** The counters of the JVM of this test. */
class PerfCountersTest {
  private static final Scrape SCRAPE = Scrape.ofEverything(Long.MAX_VALUE);
  private static final String SAFEPOINTS = "sun.rt.safepoints";

  private final PerfCounters counters =
      Objects.requireNonNull(PerfCounters.ofThisJvm(ByteBuddyAgent.install()));

  @Test
  void counter_moves() {
    double before = counters.value(SAFEPOINTS, -1);
    assertThat(before).isNotNegative();
    await()
        .until(
            () -> {
              System.gc();
              return counters.value(SAFEPOINTS, -1) > before;
            });
  }

  @Test
  void counterThatIsNotThere_isWhatTheCallerSays() {
    assertThat(counters.has("sun.rt.nothing")).isFalse();
    assertThat(counters.value("sun.rt.nothing", -7)).isEqualTo(-7);
    assertThat(counters.value("java.rt.vmArgs", -7)).as("a text").isEqualTo(-7);
  }

  @Test
  void texts_areReadToo() {
    assertThat(counters.text("java.property.java.vm.version"))
        .isEqualTo(System.getProperty("java.vm.version"));
    assertThat(counters.text("sun.rt.nothing")).isNull();
    assertThat(counters.text(SAFEPOINTS)).as("a number").isNull();
  }

  @Test
  void stopsAndCompilations_areConsistent() {
    Map<String, Double> samples = Samples.of(new HotSpotMetrics(counters).collect(SCRAPE));
    double stopped = samples.get("jvm_safepoint_seconds[]");
    assertThat(samples.get("jvm_safepoint_sync_seconds[]")).isBetween(0.0, stopped);
    assertThat(stopped).isLessThan(600);
    assertThat(samples.get("jvm_compilations[]")).isGreaterThan(100);
    assertThat(samples.get("jvm_compilation_invalidations[]")).isNotNegative();
  }

  @Test
  void withoutCounters_thereIsNothing() {
    assertThat(new HotSpotMetrics(null).collect(SCRAPE)).isEmpty();
  }
}
