package io.exporteragent.source.jvm;

import io.exporteragent.gather.Scrape;
import io.exporteragent.gather.Source;
import io.exporteragent.model.Family;
import io.exporteragent.model.MetricType;
import io.exporteragent.model.ScalarFamily;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How often and for how long ZGC stopped the application, from HotSpot's counters, which have
 * nanoseconds:
 *
 * <pre>
 * jvm_gc_pauses_total{gc="ZGC Pauses"} 9.0
 * jvm_gc_pause_time_seconds_total{gc="ZGC Pauses"} 1.3E-4
 * </pre>
 *
 * <p>The beans tell whole milliseconds, of which most of these pauses have none. The label has the
 * name of the bean that counts the same pauses. Shenandoah's pauses are not to be had: its counters
 * have what it does beside the application in them, too.
 */
final class GcPauses implements Source {
  /** HotSpot numbers the counters of a collector's kinds of work from 0 on. */
  private static final int MOST_KINDS = 4;

  private final List<Kind> kinds = new ArrayList<>();

  /** One kind of pauses. */
  private static final class Kind {
    private final PerfCounters counters;
    private final String bean;
    private final String invocations;
    private final String time;

    Kind(PerfCounters counters, String prefix, String bean) {
      this.counters = counters;
      this.bean = bean;
      this.invocations = prefix + "invocations";
      this.time = prefix + "time";
    }
  }

  /**
   * @param counters null if there are none
   */
  GcPauses(@Nullable PerfCounters counters) {
    for (int i = 0; counters != null && i < MOST_KINDS; i++) {
      String prefix = "sun.gc.collector." + i + ".";
      String name = counters.text(prefix + "name");
      String bean = name == null ? null : bean(name);
      if (bean != null) {
        kinds.add(new Kind(counters, prefix, bean));
      }
    }
  }

  private static @Nullable String bean(String counted) {
    switch (counted) {
      case "Z concurrent cycle pauses":
        return "ZGC Pauses";
      case "ZGC minor collection pauses":
        return "ZGC Minor Pauses";
      case "ZGC major collection pauses":
        return "ZGC Major Pauses";
      default:
        return null;
    }
  }

  @Override
  public List<Family> collect(Scrape scrape) {
    if (kinds.isEmpty()) {
      return Collections.emptyList();
    }
    ScalarFamily pauses =
        new ScalarFamily(
            "jvm_gc_pauses",
            MetricType.COUNTER,
            "Times at which the garbage collector stopped the application.");
    ScalarFamily time =
        new ScalarFamily(
            "jvm_gc_pause_time_seconds",
            MetricType.COUNTER,
            "Time for which the garbage collector stopped the application.");
    for (Kind kind : kinds) {
      pauses.add(kind.counters.value(kind.invocations, 0), "gc", kind.bean);
      time.add(kind.counters.seconds(kind.counters.value(kind.time, 0)), "gc", kind.bean);
    }
    return Arrays.asList(pauses, time);
  }
}
