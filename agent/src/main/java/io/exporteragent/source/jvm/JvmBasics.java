package io.exporteragent.source.jvm;

import io.exporteragent.gather.Scrape;
import io.exporteragent.gather.Source;
import io.exporteragent.model.Distribution;
import io.exporteragent.model.Family;
import io.exporteragent.model.MetricType;
import io.exporteragent.model.PointVisitor;
import io.exporteragent.model.ScalarFamily;
import java.lang.management.BufferPoolMXBean;
import java.lang.management.ClassLoadingMXBean;
import java.lang.management.CompilationMXBean;
import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The families of client_java that are a bean's value each, with its names, read without building
 * snapshots of them:
 *
 * <pre>
 * jvm_buffer_pool_used_bytes{pool="direct"} 8192.0
 * jvm_buffer_pool_capacity_bytes{pool="direct"} 8192.0
 * jvm_buffer_pool_used_buffers{pool="direct"} 1.0
 * jvm_classes_currently_loaded 1067.0
 * jvm_classes_loaded_total 1067.0
 * jvm_classes_unloaded_total 0.0
 * jvm_compilation_time_seconds_total 0.2
 * jvm_gc_collection_seconds_count{gc="G1 Young Generation"} 2
 * jvm_gc_collection_seconds_sum{gc="G1 Young Generation"} 0.006
 * jvm_runtime_info{runtime="OpenJDK Runtime Environment",vendor="Debian",version="17.0.9"} 1
 * </pre>
 */
final class JvmBasics implements Source {
  private static final double MILLIS = 1e3;

  private final List<BufferPoolMXBean> buffers =
      ManagementFactory.getPlatformMXBeans(BufferPoolMXBean.class);
  private final ClassLoadingMXBean classes = ManagementFactory.getClassLoadingMXBean();
  private final @Nullable CompilationMXBean compilation = compilation();
  private final List<GarbageCollectorMXBean> collectors =
      ManagementFactory.getGarbageCollectorMXBeans();
  private final Family runtime = runtime();

  /** Returns null if there is no compiler, or its time is not measured. */
  private static @Nullable CompilationMXBean compilation() {
    CompilationMXBean bean = ManagementFactory.getCompilationMXBean();
    return bean != null && bean.isCompilationTimeMonitoringSupported() ? bean : null;
  }

  private static Family runtime() {
    return new ScalarFamily("jvm_runtime", MetricType.INFO, "JVM runtime info")
        .add(
            1,
            "runtime",
            System.getProperty("java.runtime.name", "unknown"),
            "vendor",
            System.getProperty("java.vm.vendor", "unknown"),
            "version",
            System.getProperty("java.runtime.version", "unknown"));
  }

  @Override
  public List<Family> collect(Scrape scrape) {
    List<Family> families = new ArrayList<>(9);
    addBuffers(families);
    families.add(
        gauge("jvm_classes_currently_loaded", "Classes that are loaded.")
            .add(classes.getLoadedClassCount()));
    families.add(
        counter("jvm_classes_loaded", "Classes loaded since the JVM started.")
            .add((double) classes.getTotalLoadedClassCount()));
    families.add(
        counter("jvm_classes_unloaded", "Classes unloaded since the JVM started.")
            .add((double) classes.getUnloadedClassCount()));
    if (compilation != null) {
      families.add(
          counter("jvm_compilation_time_seconds", "Time that the JIT compiler has taken.")
              .add(compilation.getTotalCompilationTime() / MILLIS));
    }
    if (!collectors.isEmpty()) {
      families.add(new GcCollections(collectors));
    }
    families.add(runtime);
    return families;
  }

  private void addBuffers(List<Family> families) {
    ScalarFamily used =
        gauge("jvm_buffer_pool_used_bytes", "Bytes used by the buffers of each pool.");
    ScalarFamily capacity =
        gauge("jvm_buffer_pool_capacity_bytes", "Bytes that the buffers of each pool can hold.");
    ScalarFamily count =
        gauge("jvm_buffer_pool_used_buffers", "Buffers of each pool that are in use.");
    for (BufferPoolMXBean pool : buffers) {
      String[] labels = {"pool", pool.getName()};
      used.add((double) pool.getMemoryUsed(), labels);
      capacity.add((double) pool.getTotalCapacity(), labels);
      count.add((double) pool.getCount(), labels);
    }
    if (!buffers.isEmpty()) {
      families.add(used);
      families.add(capacity);
      families.add(count);
    }
  }

  private static ScalarFamily gauge(String name, String help) {
    return new ScalarFamily(name, MetricType.GAUGE, help);
  }

  private static ScalarFamily counter(String name, String help) {
    return new ScalarFamily(name, MetricType.COUNTER, help);
  }

  /** Number and time of the collections of each collector, as they were when it was made. */
  private static final class GcCollections implements Family {
    private static final double[] NO_QUANTILES = {};

    private final String[][] labels;
    private final Distribution.Summary[] points;

    GcCollections(List<GarbageCollectorMXBean> collectors) {
      labels = new String[collectors.size()][];
      points = new Distribution.Summary[labels.length];
      for (int i = 0; i < labels.length; i++) {
        GarbageCollectorMXBean collector = collectors.get(i);
        long time = collector.getCollectionTime();
        labels[i] = new String[] {"gc", collector.getName()};
        points[i] =
            new Distribution.Summary(
                collector.getCollectionCount(),
                time < 0 ? Double.NaN : time / MILLIS,
                NO_QUANTILES,
                NO_QUANTILES);
      }
    }

    @Override
    public String name() {
      return "jvm_gc_collection_seconds";
    }

    @Override
    public MetricType type() {
      return MetricType.SUMMARY;
    }

    @Override
    public String unit() {
      return "seconds";
    }

    @Override
    public String help() {
      return "Number and time of the collections of each garbage collector.";
    }

    @Override
    public void forEach(PointVisitor visitor) {
      for (int i = 0; i < points.length; i++) {
        visitor.distribution(labels[i], points[i]);
      }
    }
  }
}
