package io.exporteragent.source.jvm;

import io.exporteragent.gather.Scrape;
import io.exporteragent.gather.Source;
import io.exporteragent.model.Family;
import io.exporteragent.model.MetricType;
import io.exporteragent.model.ScalarFamily;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How long the JVM stood still and how much it compiled, from its own counters:
 *
 * <pre>
 * jvm_safepoints_total 12.0
 * jvm_safepoint_seconds_total 0.0131
 * jvm_safepoint_sync_seconds_total 0.0004
 * jvm_compilations_total 1201.0
 * jvm_compilation_invalidations_total 3.0
 * </pre>
 *
 * <p>What the JVM does not count is left out.
 */
final class HotSpotMetrics implements Source {
  private static final String SAFEPOINTS = "sun.rt.safepoints";
  private static final String SAFEPOINT_TIME = "sun.rt.safepointTime";
  private static final String SYNC_TIME = "sun.rt.safepointSyncTime";
  private static final String COMPILATIONS = "sun.ci.totalCompiles";
  private static final String INVALIDATIONS = "sun.ci.totalInvalidates";

  /** The first release whose safepoint time does not have the time to reach it in it. */
  private static final int SYNC_APART = 13;

  private final @Nullable PerfCounters counters;
  private final double ticksASecond;
  private final boolean isSyncApart;

  /**
   * @param counters null if there are none
   */
  HotSpotMetrics(@Nullable PerfCounters counters) {
    this.counters = counters;
    this.ticksASecond =
        counters == null ? 1 : counters.value("sun.os.hrt.frequency", 1_000_000_000);
    this.isSyncApart = release() >= SYNC_APART;
  }

  /** Returns the release of Java, 8 for instance. */
  static int release() {
    String version = System.getProperty("java.specification.version", "1.8");
    return Integer.parseInt(version.startsWith("1.") ? version.substring(2) : version);
  }

  @Override
  public List<Family> collect(Scrape scrape) {
    List<Family> families = new ArrayList<>();
    PerfCounters read = counters;
    if (read != null && read.has(SAFEPOINTS)) {
      double sync = read.value(SYNC_TIME, 0);
      double stopped = read.value(SAFEPOINT_TIME, 0) + (isSyncApart ? sync : 0);
      families.add(
          counter(
              "jvm_safepoints",
              "Times at which all threads of the application were stopped.",
              read.value(SAFEPOINTS, 0)));
      families.add(
          counter(
              "jvm_safepoint_seconds",
              "Time for which all threads of the application were stopped, or about to be.",
              stopped / ticksASecond));
      families.add(
          counter(
              "jvm_safepoint_sync_seconds",
              "The part of that time that it took until all of them had stopped.",
              sync / ticksASecond));
    }
    if (read != null && read.has(COMPILATIONS)) {
      families.add(
          counter(
              "jvm_compilations",
              "Methods that the JIT compiler has compiled.",
              read.value(COMPILATIONS, 0)));
      families.add(
          counter(
              "jvm_compilation_invalidations",
              "Compiled methods that had to be thrown away, since what was assumed of them turned out wrong.",
              read.value(INVALIDATIONS, 0)));
    }
    return families;
  }

  private static Family counter(String name, String help, double value) {
    return new ScalarFamily(name, MetricType.COUNTER, help).add(value);
  }
}
