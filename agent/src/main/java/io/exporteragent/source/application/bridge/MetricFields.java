package io.exporteragent.source.application.bridge;

import io.prometheus.metrics.core.exemplars.ExemplarSampler;
import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.core.metrics.Gauge;
import io.prometheus.metrics.core.metrics.MetricWithFixedMetadata;
import io.prometheus.metrics.model.snapshots.Exemplar;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricMetadata;
import java.lang.invoke.MethodHandle;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.DoubleAdder;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/**
 * The fields of client_java's counters and gauges, read directly because {@code collect()} costs a
 * snapshot and a share of a sort for each series. They have had these names and types from 1.0.0 to
 * 1.9.0 at least. If one differs, or its module is not open, initialisation of this class fails.
 */
final class MetricFields {
  private static final Class<?> COUNTER_POINT = pointClass(Counter.class);
  private static final Class<?> GAUGE_POINT = pointClass(Gauge.class);

  private static final MethodHandle METADATA =
      Fields.getter(MetricWithFixedMetadata.class, "metadata", MetricMetadata.class);
  private static final MethodHandle LABEL_NAMES =
      Fields.getter(MetricWithFixedMetadata.class, "labelNames", String[].class);
  private static final MethodHandle CONST_LABELS =
      Fields.getter(MetricWithFixedMetadata.class.getSuperclass(), "constLabels", Labels.class);
  private static final MethodHandle DATA =
      Fields.getter(Counter.class.getSuperclass(), "data", ConcurrentHashMap.class);

  private static final MethodHandle COUNTER_LONG =
      Fields.getter(COUNTER_POINT, "longValue", LongAdder.class);
  private static final MethodHandle COUNTER_DOUBLE =
      Fields.getter(COUNTER_POINT, "doubleValue", DoubleAdder.class);
  private static final MethodHandle COUNTER_CREATED =
      Fields.getter(COUNTER_POINT, "createdTimeMillis", long.class);
  private static final MethodHandle COUNTER_SAMPLER =
      Fields.getter(COUNTER_POINT, "exemplarSampler", ExemplarSampler.class);
  private static final MethodHandle GAUGE_VALUE =
      Fields.getter(GAUGE_POINT, "value", AtomicLong.class);

  private static final MethodHandle EXEMPLARS =
      Fields.getter(ExemplarSampler.class, "exemplars", Exemplar[].class);
  private static final MethodHandle CUSTOM_EXEMPLARS =
      Fields.getter(ExemplarSampler.class, "customExemplars", Exemplar[].class);

  private MetricFields() {}

  private static Class<?> pointClass(Class<?> metric) {
    String name = metric.getName() + "$DataPoint";
    try {
      return Class.forName(name, false, metric.getClassLoader());
    } catch (ClassNotFoundException e) {
      throw new LinkageError("there is no class " + name, e);
    }
  }

  static MetricMetadata metadata(Object metric) {
    try {
      return (MetricMetadata) METADATA.invokeExact(metric);
    } catch (Throwable t) {
      throw Fields.unexpected(t);
    }
  }

  static String[] labelNames(Object metric) {
    try {
      return (String[]) LABEL_NAMES.invokeExact(metric);
    } catch (Throwable t) {
      throw Fields.unexpected(t);
    }
  }

  static Labels constLabels(Object metric) {
    try {
      return (Labels) CONST_LABELS.invokeExact(metric);
    } catch (Throwable t) {
      throw Fields.unexpected(t);
    }
  }

  /** Returns the points of a counter or gauge, by their label values. */
  @SuppressWarnings("unchecked") // so declared by StatefulMetric
  static ConcurrentHashMap<List<String>, Object> data(Object metric) {
    try {
      return (ConcurrentHashMap<List<String>, Object>)
          (ConcurrentHashMap<?, ?>) (ConcurrentHashMap) DATA.invokeExact(metric);
    } catch (Throwable t) {
      throw Fields.unexpected(t);
    }
  }

  static double counterValue(Object point) {
    try {
      LongAdder whole = (LongAdder) COUNTER_LONG.invokeExact(point);
      DoubleAdder fractions = (DoubleAdder) COUNTER_DOUBLE.invokeExact(point);
      return whole.sum() + fractions.sum();
    } catch (Throwable t) {
      throw Fields.unexpected(t);
    }
  }

  static long counterCreatedMillis(Object point) {
    try {
      return (long) COUNTER_CREATED.invokeExact(point);
    } catch (Throwable t) {
      throw Fields.unexpected(t);
    }
  }

  /** Returns the latest exemplar of a counter, or null; most have none. */
  static @Nullable Exemplar counterExemplar(Object point) {
    try {
      ExemplarSampler sampler = (ExemplarSampler) COUNTER_SAMPLER.invokeExact(point);
      if (sampler == null
          || (isEmpty((Exemplar[]) EXEMPLARS.invokeExact((Object) sampler))
              && isEmpty((Exemplar[]) CUSTOM_EXEMPLARS.invokeExact((Object) sampler)))) {
        return null;
      }
      return sampler.collect().getLatest();
    } catch (Throwable t) {
      throw Fields.unexpected(t);
    }
  }

  private static boolean isEmpty(Exemplar[] exemplars) {
    for (Exemplar exemplar : exemplars) {
      if (exemplar != null) {
        return false;
      }
    }
    return true;
  }

  static double gaugeValue(Object point) {
    try {
      return Double.longBitsToDouble(((AtomicLong) GAUGE_VALUE.invokeExact(point)).get());
    } catch (Throwable t) {
      throw Fields.unexpected(t);
    }
  }
}
