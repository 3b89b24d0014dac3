package io.exporteragent.source.jvm;

import io.exporteragent.gather.RegistrySource;
import io.exporteragent.gather.Scrape;
import io.exporteragent.gather.Source;
import io.exporteragent.guest.Guest;
import io.exporteragent.guest.Management;
import io.exporteragent.model.Family;
import io.prometheus.metrics.instrumentation.jvm.JvmBufferPoolMetrics;
import io.prometheus.metrics.instrumentation.jvm.JvmClassLoadingMetrics;
import io.prometheus.metrics.instrumentation.jvm.JvmCompilationMetrics;
import io.prometheus.metrics.instrumentation.jvm.JvmGarbageCollectorMetrics;
import io.prometheus.metrics.instrumentation.jvm.JvmRuntimeInfoMetric;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The {@code jvm_*} families. Set up by the first scrape: an agent that is not scraped costs
 * nothing.
 *
 * <p>client_java's {@code JvmMetrics} is not used as a whole: its native-memory part creates the
 * platform MBean server and with it the log manager, its threads part takes two safepoints per
 * scrape, its allocation part never removes its listeners, and its memory part calls the JVM four
 * times for what one call returns.
 */
public final class JvmMetrics implements Source {
  private final Guest guest;
  private @Nullable List<Source> parts;
  private boolean closed;

  /** Creates the source without touching the JVM's beans. */
  public JvmMetrics(Guest guest) {
    this.guest = guest;
  }

  @Override
  public List<Family> collect(Scrape scrape) throws Exception {
    List<Family> families = new ArrayList<>();
    for (Source part : parts()) {
      families.addAll(part.collect(scrape));
    }
    return families;
  }

  private synchronized List<Source> parts() {
    if (closed) {
      return Collections.emptyList();
    }
    if (parts == null) {
      parts = made();
    }
    return parts;
  }

  private List<Source> made() {
    PerfCounters counters = PerfCounters.ofThisJvm(guest.instrumentation());
    List<Source> made = new ArrayList<>();
    made.add(new RegistrySource(clientJavaParts()));
    made.add(new JvmMemoryMetrics());
    made.add(new ThreadMetrics(guest.workers()));
    made.add(new HotSpotMetrics(counters));
    made.add(new GcPauses(counters));
    made.add(new VirtualThreadMetrics(guest.initialized()));
    made.add(new NativeMemoryMetrics(guest.instrumentation()));
    InternalThreads internal = InternalThreads.ofThisJvm();
    if (internal != null) {
      made.add(new InternalCpuMetrics(internal, guest.workers()));
    }
    if (Management.hasBeansOfJdk()) {
      made.add(new GcMetrics());
      made.add(new JvmTotals(counters));
    }
    return made;
  }

  /**
   * Registers the parts that client_java makes:
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
  private static PrometheusRegistry clientJavaParts() {
    PrometheusRegistry registry = new PrometheusRegistry();
    JvmBufferPoolMetrics.builder().register(registry);
    JvmClassLoadingMetrics.builder().register(registry);
    JvmCompilationMetrics.builder().register(registry);
    JvmGarbageCollectorMetrics.builder().register(registry);
    JvmRuntimeInfoMetric.builder().register(registry);
    return registry;
  }

  @Override
  public synchronized void close() {
    closed = true;
    if (parts != null) {
      for (Source part : parts) {
        part.close();
      }
    }
  }
}
