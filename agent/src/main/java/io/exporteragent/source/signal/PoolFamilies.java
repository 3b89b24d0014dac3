package io.exporteragent.source.signal;

import io.exporteragent.model.Distribution.Histogram;
import io.exporteragent.model.Family;
import io.exporteragent.model.HistogramFamily;
import io.exporteragent.model.MetricType;
import io.exporteragent.model.ScalarFamily;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The families of pools, built for one scrape. Pools of one name, which two applications may have,
 * make one point.
 *
 * <pre>
 * # TYPE hikaricp_connections_active gauge
 * hikaricp_connections_active{pool="HikariPool-1"} 2.0
 * # TYPE hikaricp_connections_timeout counter
 * hikaricp_connections_timeout_total{pool="HikariPool-1"} 1.0
 * </pre>
 */
final class PoolFamilies {
  private final Map<String, Scalars> scalars = new LinkedHashMap<>();
  private final Map<String, Map<List<String>, Waits>> waits = new LinkedHashMap<>();

  /** Plain numbers of one family, by labels. */
  private static final class Scalars {
    final MetricType type;
    final String help;
    final Map<List<String>, Double> points = new LinkedHashMap<>();

    Scalars(MetricType type, String help) {
      this.type = type;
      this.help = help;
    }
  }

  /** The waits for connections of a name. */
  private static final class Waits {
    final double[] bounds;
    final long[] buckets;
    double seconds;

    Waits(long[] boundsNanos) {
      bounds =
          Arrays.copyOf(
              Arrays.stream(boundsNanos).mapToDouble(nanos -> nanos / 1e9).toArray(),
              boundsNanos.length + 1);
      bounds[boundsNanos.length] = Double.POSITIVE_INFINITY;
      buckets = new long[bounds.length];
    }
  }

  /** Adds a number. */
  void gauge(String family, String help, String[] labels, double value) {
    scalar(family, MetricType.GAUGE, help, labels, value);
  }

  /** Adds how many have waited in vain. */
  void timeouts(String family, String[] labels, long number) {
    scalar(
        family,
        MetricType.COUNTER,
        "Requests for a connection that got none in time.",
        labels,
        (double) number);
  }

  private void scalar(String family, MetricType type, String help, String[] labels, double value) {
    scalars
        .computeIfAbsent(family, name -> new Scalars(type, help))
        .points
        .merge(Arrays.asList(labels), value, Double::sum);
  }

  /** Adds how long it took to get a connection. */
  void waits(String family, String[] labels, long[] boundsNanos, long[] buckets, long nanos) {
    Waits sums =
        waits
            .computeIfAbsent(family, name -> new LinkedHashMap<>())
            .computeIfAbsent(Arrays.asList(labels), key -> new Waits(boundsNanos));
    Arrays.setAll(sums.buckets, i -> sums.buckets[i] + buckets[i]);
    sums.seconds += nanos / 1e9;
  }

  /** Makes the families, each with a point at least. */
  List<Family> make() {
    List<Family> families = new ArrayList<>();
    scalars.forEach(
        (name, each) -> {
          ScalarFamily family = new ScalarFamily(name, each.type, each.help);
          each.points.forEach((labels, value) -> family.add(value, labels.toArray(new String[0])));
          families.add(family);
        });
    waits.forEach(
        (name, points) -> {
          HistogramFamily family =
              new HistogramFamily(name, "Time until a pool gave a connection, or gave up.");
          points.forEach(
              (labels, sums) ->
                  family.add(
                      new Histogram(sums.bounds, sums.buckets, null, sums.seconds),
                      labels.toArray(new String[0])));
          families.add(family);
        });
    return families;
  }
}
