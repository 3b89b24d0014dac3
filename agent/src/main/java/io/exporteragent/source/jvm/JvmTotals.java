package io.exporteragent.source.jvm;

import io.exporteragent.gather.Scrape;
import io.exporteragent.gather.Source;
import io.exporteragent.model.Family;
import io.exporteragent.model.MetricType;
import io.exporteragent.model.ScalarFamily;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryMXBean;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What all threads have allocated and all collections of garbage have computed since the JVM
 * started, exactly and without a collection:
 *
 * <pre>
 * jvm_memory_allocated_bytes_total 3.4E9
 * jvm_gc_cpu_seconds_total 0.31
 * </pre>
 *
 * <p>The first is there in the newer builds of every release but 8, where what the bean tells grows
 * seven times as fast as what the threads allocate (8u504); the second from Java 26 on by a bean,
 * and in 25 by a counter.
 */
final class JvmTotals implements Source {
  private static final String GC_CPU = "sun.threads.total_gc_cpu_time";
  private static final double NANOS = 1e9;

  private final @Nullable PerfCounters counters;
  private final @Nullable BeanValue allocated =
      find(
          com.sun.management.ThreadMXBean.class,
          ManagementFactory.getThreadMXBean(),
          "getTotalThreadAllocatedBytes");
  private final @Nullable BeanValue gcCpuNanos =
      find(MemoryMXBean.class, ManagementFactory.getMemoryMXBean(), "getTotalGcCpuTime");

  /**
   * @param counters null if there are none
   */
  JvmTotals(@Nullable PerfCounters counters) {
    this.counters = counters;
  }

  private static @Nullable BeanValue find(Class<?> type, Object bean, String getter) {
    try {
      return HotSpotMetrics.release() > 8 && type.isInstance(bean)
          ? new BeanValue(type, bean, getter)
          : null;
    } catch (NoSuchMethodException e) {
      return null;
    }
  }

  @Override
  public List<Family> collect(Scrape scrape) {
    List<Family> families = new ArrayList<>();
    add(
        families,
        "jvm_memory_allocated_bytes",
        "Bytes of the heap that all threads, also those that have ended, have allocated.",
        allocated == null ? -1 : allocated.get());
    add(
        families,
        "jvm_gc_cpu_seconds",
        "CPU time of the garbage collector, that of concurrent work included.",
        gcCpuNanos() / NANOS);
    return families;
  }

  private double gcCpuNanos() {
    if (gcCpuNanos != null) {
      return gcCpuNanos.get();
    }
    // It is there but 0 with the collectors whose threads it does not count.
    double counted = counters == null ? 0 : counters.value(GC_CPU, 0);
    return counted == 0 ? -1 : counted;
  }

  private static void add(List<Family> families, String name, String help, double value) {
    if (value >= 0) {
      families.add(new ScalarFamily(name, MetricType.COUNTER, help).add(value));
    }
  }
}
