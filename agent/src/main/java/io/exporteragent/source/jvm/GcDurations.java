package io.exporteragent.source.jvm;

import com.sun.management.GarbageCollectionNotificationInfo;
import io.exporteragent.gather.Scrape;
import io.exporteragent.model.Family;
import io.exporteragent.model.HistogramFamily;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;

/**
 * How long collections of garbage took, by what collected, what it did and why, under the names of
 * OpenTelemetry's conventions:
 *
 * <pre>
 * jvm_gc_duration_seconds_count{jvm_gc_name="G1 Young Generation",
 *     jvm_gc_action="end of minor GC",jvm_gc_cause="G1 Evacuation Pause"} 12
 * </pre>
 *
 * <p>Those with a name that ends in {@code Cycles} are concurrent: the application ran meanwhile.
 * The JVM tells whole milliseconds.
 */
final class GcDurations implements CollectionSource {
  /** The causes are fixed in the JVM; this keeps the page small whatever it says. */
  private static final int MOST_SERIES = 100;

  /** By name, action and cause. Guarded by this. */
  private final Map<List<String>, Durations> all = new TreeMap<>(GcDurations::compare);

  private static int compare(List<String> one, List<String> other) {
    return String.join("\n", one).compareTo(String.join("\n", other));
  }

  @Override
  public synchronized void collected(GarbageCollectionNotificationInfo collection) {
    List<String> series =
        Arrays.asList(collection.getGcName(), collection.getGcAction(), collection.getGcCause());
    Durations durations = all.get(series);
    if (durations == null && all.size() < MOST_SERIES) {
      durations = new Durations();
      all.put(series, durations);
    }
    if (durations != null) {
      durations.add(TimeUnit.MILLISECONDS.toNanos(collection.getGcInfo().getDuration()));
    }
  }

  @Override
  public synchronized List<Family> collect(Scrape scrape) {
    HistogramFamily family =
        new HistogramFamily(
            "jvm_gc_duration_seconds",
            "Duration of garbage collections since the agent's first scrape; those whose name ends in Cycles are concurrent.");
    all.forEach(
        (series, durations) ->
            family.add(
                durations.point(),
                "jvm_gc_action",
                series.get(1),
                "jvm_gc_cause",
                series.get(2),
                "jvm_gc_name",
                series.get(0)));
    return family.isEmpty() ? Collections.emptyList() : Collections.singletonList(family);
  }
}
