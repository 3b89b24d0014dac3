package io.exporteragent.http;

import io.exporteragent.model.Distribution.Histogram;
import io.exporteragent.model.Distribution.Summary;
import io.exporteragent.model.Exemplar;
import io.exporteragent.model.Family;
import io.exporteragent.model.MetricType;
import io.exporteragent.model.NativeBuckets;
import io.exporteragent.model.PointVisitor;
import java.util.List;
import java.util.function.Consumer;

/** Families of every type, with everything that a point can have. */
public final class SampleFamilies {
  static final long CREATED = 1_700_000_000_123L;
  private static final double INF = Double.POSITIVE_INFINITY;
  private static final Exemplar EXEMPLAR =
      new Exemplar(0.07, new String[] {"trace_id", "abc"}, CREATED);

  private SampleFamilies() {}

  public static List<Family> all() {
    return List.of(
        widgets(), temperature(), odd(), requests(), queue(), quantiles(), build(), health());
  }

  static Family widgets() {
    return family(
        "widgets",
        MetricType.COUNTER,
        "",
        "Widgets.",
        to -> to.scalar(labels(), 7, CREATED, EXEMPLAR));
  }

  static Family temperature() {
    return family(
        "temperature_celsius",
        MetricType.GAUGE,
        "celsius",
        "Temperature.",
        to -> to.scalar(labels("place", "a\"b\\c\nd"), 21.5, 0, null));
  }

  static Family odd() {
    return family(
        "something_odd",
        MetricType.UNKNOWN,
        "unit_that_the_name_lacks",
        "Odd \"help\" with \\ and\nnew line.",
        to -> to.scalar(labels(), -INF, 0, null));
  }

  static Family requests() {
    NativeBuckets buckets =
        new NativeBuckets(
            2, 1, 0.001, new int[] {-1, 0, 4}, new long[] {2, 3, 3}, new int[] {5}, new long[] {1});
    return family(
        "requests_seconds",
        MetricType.HISTOGRAM,
        "seconds",
        "Requests.",
        to -> {
          to.distribution(
              labels(),
              new Histogram(new double[] {0.1, 1, INF}, new long[] {1, 2, 0}, null, 1.5)
                  .createdAt(CREATED)
                  .withExemplars(List.of(EXEMPLAR)));
          to.distribution(
              labels("node", "b"),
              new Histogram(new double[0], new long[0], buckets, 7).createdAt(CREATED));
        });
  }

  static Family queue() {
    return family(
        "queue_bytes",
        MetricType.GAUGE_HISTOGRAM,
        "bytes",
        "Queue.",
        to ->
            to.distribution(
                labels(), new Histogram(new double[] {1, INF}, new long[] {2, 3}, null, 9)));
  }

  static Family quantiles() {
    return family(
        "quantiles_seconds",
        MetricType.SUMMARY,
        "seconds",
        "Quantiles.",
        to -> {
          to.distribution(
              labels(),
              new Summary(4, 6, new double[] {0.5, 0.99}, new double[] {1.5, Double.NaN})
                  .createdAt(CREATED));
          to.distribution(
              labels("node", "b"), new Summary(1, Double.NaN, new double[0], new double[0]));
        });
  }

  static Family build() {
    return family(
        "build",
        MetricType.INFO,
        "",
        "Build.",
        to -> to.scalar(labels("version", "1"), 1, 0, null));
  }

  static Family health() {
    return family(
        "app_health",
        MetricType.STATE_SET,
        "",
        "Health.",
        to -> {
          to.scalar(labels("app_health", "healthy"), 1, 0, null);
          to.scalar(labels("app_health", "unhealthy"), 0, 0, null);
          to.scalar(labels("node", "b", "app_health", "healthy"), 0, 0, null);
          to.scalar(labels("node", "b", "app_health", "unhealthy"), 1, 0, null);
        });
  }

  public static Family family(
      String name, MetricType type, String unit, String help, Consumer<PointVisitor> points) {
    return new Family() {
      @Override
      public String name() {
        return name;
      }

      @Override
      public MetricType type() {
        return type;
      }

      @Override
      public String unit() {
        return unit;
      }

      @Override
      public String help() {
        return help;
      }

      @Override
      public void forEach(PointVisitor visitor) {
        points.accept(visitor);
      }
    };
  }

  static String[] labels(String... labels) {
    return labels;
  }
}
