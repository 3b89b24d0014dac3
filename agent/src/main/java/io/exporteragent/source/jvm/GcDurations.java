package io.exporteragent.source.jvm;

import com.sun.management.GarbageCollectionNotificationInfo;
import io.exporteragent.gather.Scrape;
import io.exporteragent.model.Distribution;
import io.exporteragent.model.Family;
import io.exporteragent.model.HistogramFamily;
import io.exporteragent.model.NativeBuckets;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

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
  private static final double[] UPPER_BOUNDS = {
    0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, Double.POSITIVE_INFINITY
  };

  /** Eight native buckets for each doubling: more would be finer than whole milliseconds. */
  private static final int SCHEMA = 3;

  private static final double MILLIS = 1000.0;

  /** The causes are fixed in the JVM; this keeps the page small whatever it says. */
  private static final int MOST_SERIES = 100;

  /** By name, action and cause. Guarded by this. */
  private final Map<List<String>, Durations> all = new TreeMap<>(GcDurations::compare);

  private static int compare(List<String> one, List<String> other) {
    return String.join("\n", one).compareTo(String.join("\n", other));
  }

  /** Those of one series. */
  private static final class Durations {
    private final String[] labels;

    /** Made at the first scrape after a collection: most scrapes see the same as the one before. */
    private Distribution.@Nullable Histogram point;

    private final long[] counts = new long[UPPER_BOUNDS.length];
    private final Map<Integer, Long> nativeCounts = new TreeMap<>();
    private long zeros;
    private long sumMillis;

    Durations(List<String> series) {
      labels =
          new String[] {
            "jvm_gc_action", series.get(1),
            "jvm_gc_cause", series.get(2),
            "jvm_gc_name", series.get(0)
          };
    }

    void add(long millis) {
      point = null;
      int bucket = 0;
      while (millis / MILLIS > UPPER_BOUNDS[bucket]) {
        bucket++;
      }
      counts[bucket]++;
      sumMillis += millis;
      if (millis <= 0) {
        zeros++;
      } else {
        nativeCounts.merge(nativeIndex(millis / MILLIS), 1L, Long::sum);
      }
    }

    Distribution.Histogram point() {
      Distribution.Histogram known = point;
      if (known == null) {
        known = newPoint();
        point = known;
      }
      return known;
    }

    private Distribution.Histogram newPoint() {
      int[] indexes = new int[nativeCounts.size()];
      long[] populated = new long[indexes.length];
      int next = 0;
      for (Map.Entry<Integer, Long> each : nativeCounts.entrySet()) {
        indexes[next] = each.getKey();
        populated[next++] = each.getValue();
      }
      return new Distribution.Histogram(
          UPPER_BOUNDS,
          counts.clone(),
          new NativeBuckets(SCHEMA, zeros, 0, indexes, populated, new int[0], new long[0]),
          sumMillis / MILLIS);
    }
  }

  /** The bucket of an index ends at 2^(index / 2^schema), which belongs to it. */
  static int nativeIndex(double seconds) {
    return (int) Math.ceil(Math.log(seconds) / Math.log(2) * (1 << SCHEMA) - 1e-9);
  }

  @Override
  public synchronized void collected(GarbageCollectionNotificationInfo collection) {
    List<String> series =
        Arrays.asList(collection.getGcName(), collection.getGcAction(), collection.getGcCause());
    Durations durations = all.get(series);
    if (durations == null && all.size() < MOST_SERIES) {
      durations = new Durations(series);
      all.put(series, durations);
    }
    if (durations != null) {
      durations.add(collection.getGcInfo().getDuration());
    }
  }

  @Override
  public synchronized List<Family> collect(Scrape scrape) {
    HistogramFamily family =
        new HistogramFamily(
            "jvm_gc_duration_seconds",
            "Duration of garbage collections since the agent's first scrape; those whose name ends in Cycles are concurrent.");
    for (Durations durations : all.values()) {
      family.add(durations.point(), durations.labels);
    }
    return family.isEmpty() ? Collections.emptyList() : Collections.singletonList(family);
  }
}
