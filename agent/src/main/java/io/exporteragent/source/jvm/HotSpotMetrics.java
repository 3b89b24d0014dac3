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
  private static final String COMPILATIONS = "sun.ci.totalCompiles";
  private static final String INVALIDATIONS = "sun.ci.totalInvalidates";

  private final @Nullable PerfCounters counters;
  private final @Nullable Safepoints safepoints;

  /**
   * @param counters null if there are none
   */
  HotSpotMetrics(@Nullable PerfCounters counters) {
    this.counters = counters;
    this.safepoints = Safepoints.in(counters);
  }

  /** Returns the release of Java, 8 for instance. */
  static int release() {
    String version = System.getProperty("java.specification.version", "1.8");
    return Integer.parseInt(version.startsWith("1.") ? version.substring(2) : version);
  }

  @Override
  public List<Family> collect(Scrape scrape) {
    List<Family> families = new ArrayList<>();
    Safepoints stops = safepoints;
    if (stops != null) {
      families.add(
          counter(
              "jvm_safepoints",
              "Times at which all threads of the application were stopped.",
              stops.count()));
      families.add(
          counter(
              "jvm_safepoint_seconds",
              "Time for which all threads of the application were stopped, or about to be.",
              stops.stoppedSeconds()));
      families.add(
          counter(
              "jvm_safepoint_sync_seconds",
              "The part of that time that it took until all of them had stopped.",
              stops.syncSeconds()));
    }
    PerfCounters read = counters;
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
