package io.exporteragent.source.jvm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.exporteragent.gather.RegistrySource;
import io.exporteragent.gather.Samples;
import io.exporteragent.gather.Scrape;
import io.exporteragent.guest.Guest;
import io.exporteragent.model.Distribution;
import io.exporteragent.model.Exemplar;
import io.exporteragent.model.Family;
import io.exporteragent.model.PointVisitor;
import io.prometheus.metrics.instrumentation.jvm.JvmBufferPoolMetrics;
import io.prometheus.metrics.instrumentation.jvm.JvmClassLoadingMetrics;
import io.prometheus.metrics.instrumentation.jvm.JvmCompilationMetrics;
import io.prometheus.metrics.instrumentation.jvm.JvmGarbageCollectorMetrics;
import io.prometheus.metrics.instrumentation.jvm.JvmMemoryPoolAllocationMetrics;
import io.prometheus.metrics.instrumentation.jvm.JvmRuntimeInfoMetric;
import io.prometheus.metrics.instrumentation.jvm.JvmThreadsMetrics;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryMXBean;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class JvmMetricsTest {
  private static final Scrape SCRAPE = Scrape.ofEverything(Long.MAX_VALUE);

  @Test
  void threadFamilies_areThoseOfClientJava() {
    PrometheusRegistry clientJava = new PrometheusRegistry();
    JvmThreadsMetrics.builder().register(clientJava);
    TreeMap<String, String> expected = new TreeMap<>();
    clientJava
        .scrape()
        .forEach(snapshot -> expected.put(snapshot.getMetadata().getName(), "present"));
    assertThat(names(new ThreadMetrics(Runnable::run).collect(SCRAPE)))
        .containsExactlyInAnyOrderElementsOf(expected.keySet());
  }

  @Test
  void threadStates_haveTheLabelsOfClientJava() {
    PrometheusRegistry clientJava = new PrometheusRegistry();
    JvmThreadsMetrics.builder().register(clientJava);
    Map<String, Double> expected =
        Samples.of(
            new RegistrySource(clientJava)
                .collect(SCRAPE).stream()
                    .filter(family -> family.name().equals("jvm_threads_state"))
                    .toList());
    Family ours = family(new ThreadMetrics(Runnable::run).collect(SCRAPE), "jvm_threads_state");
    assertThat(Samples.of(List.of(ours))).containsOnlyKeys(expected.keySet());
  }

  @Test
  void threadStates_areSampledAtMostEveryThirtySeconds_inTheBackground() {
    AtomicLong now = new AtomicLong();
    List<Runnable> background = new ArrayList<>();
    ThreadMetrics metrics = new ThreadMetrics(background::add, now::get);
    Family first = family(metrics.collect(SCRAPE), "jvm_threads_state");
    now.addAndGet(29_999_999_999L);
    assertThat(family(metrics.collect(SCRAPE), "jvm_threads_state")).isSameAs(first);
    assertThat(background).isEmpty();

    now.addAndGet(1);
    assertThat(family(metrics.collect(SCRAPE), "jvm_threads_state")).isSameAs(first);
    metrics.collect(SCRAPE);
    assertThat(background).as("one sample, however many scrapes").hasSize(1);
    background.remove(0).run();
    assertThat(family(metrics.collect(SCRAPE), "jvm_threads_state")).isNotSameAs(first);
    assertThat(background).isEmpty();
  }

  @Test
  void memorySeries_areThoseOfClientJava() {
    PrometheusRegistry clientJava = new PrometheusRegistry();
    io.prometheus.metrics.instrumentation.jvm.JvmMemoryMetrics.builder().register(clientJava);
    Map<String, Double> expected = Samples.of(new RegistrySource(clientJava).collect(SCRAPE));
    Map<String, Double> ours = Samples.of(new JvmMemoryMetrics().collect(SCRAPE));
    assertThat(ours).containsOnlyKeys(expected.keySet());
    assertThat(constant(ours)).isNotEmpty().isEqualTo(constant(expected));
  }

  @Test
  void basics_areThoseOfClientJava() {
    PrometheusRegistry registry = new PrometheusRegistry();
    JvmBufferPoolMetrics.builder().register(registry);
    JvmClassLoadingMetrics.builder().register(registry);
    JvmCompilationMetrics.builder().register(registry);
    JvmGarbageCollectorMetrics.builder().register(registry);
    JvmRuntimeInfoMetric.builder().register(registry);
    RegistrySource clientJava = new RegistrySource(registry);
    JvmBasics basics = new JvmBasics();
    Map<String, Double> before = values(clientJava.collect(SCRAPE));
    Map<String, Double> ours = values(basics.collect(SCRAPE));
    Map<String, Double> after = values(clientJava.collect(SCRAPE));
    assertThat(ours.keySet()).isEqualTo(before.keySet());
    assertThat(ours).hasSizeGreaterThan(10);
    ours.forEach(
        (series, value) ->
            assertThat(value)
                .as(series)
                .isBetween(
                    Math.min(before.get(series), after.get(series)),
                    Math.max(before.get(series), after.get(series))));
  }

  /** By name, type, unit and labels; of a summary its count and its sum. */
  private static Map<String, Double> values(List<Family> families) {
    Map<String, Double> values = new TreeMap<>();
    for (Family family : families) {
      String name = family.name() + " " + family.type() + " " + family.unit() + " ";
      family.forEach(
          new PointVisitor() {
            @Override
            public void scalar(
                String[] labels, double value, long created, @Nullable Exemplar exemplar) {
              values.put(name + Arrays.toString(labels), value);
            }

            @Override
            public void distribution(String[] labels, Distribution point) {
              Distribution.Summary summary = (Distribution.Summary) point;
              values.put(name + Arrays.toString(labels) + " count", (double) summary.count());
              values.put(name + Arrays.toString(labels) + " sum", point.sum());
            }
          });
    }
    return values;
  }

  @Test
  void memory_isThatOfTheBeans() {
    MemoryMXBean memory = ManagementFactory.getMemoryMXBean();
    long before = memory.getNonHeapMemoryUsage().getCommitted();
    Map<String, Double> ours = Samples.of(new JvmMemoryMetrics().collect(SCRAPE));
    assertThat(ours.get("jvm_memory_committed_bytes[area, nonheap]"))
        .isBetween(0.8 * before, 1.2 * memory.getNonHeapMemoryUsage().getCommitted());
    assertThat(ours.get("jvm_memory_used_bytes[area, heap]"))
        .isBetween(1.0, ours.get("jvm_memory_committed_bytes[area, heap]"));
  }

  @Test
  void allocation_isCountedAfterACollection_asInClientJava() throws Exception {
    PrometheusRegistry clientJava = new PrometheusRegistry();
    JvmMemoryPoolAllocationMetrics.builder().register(clientJava);
    try (GcMetrics metrics = new GcMetrics()) {
      await()
          .until(
              () -> {
                System.gc();
                return names(metrics.collect(SCRAPE)).contains("jvm_memory_pool_allocated_bytes");
              });
      Family family = metrics.collect(SCRAPE).get(0);
      assertThat(family.name())
          .isEqualTo(clientJava.scrape().get(0).getMetadata().getName())
          .isEqualTo("jvm_memory_pool_allocated_bytes");
    }
  }

  @Test
  void nativeMemory_isLeftOutWithoutTracking() {
    assertThat(new NativeMemoryMetrics(null).collect(SCRAPE)).isEmpty();
  }

  @Test
  void allParts_areOnThePage() throws Exception {
    JvmMetrics metrics = new JvmMetrics(new Guest(null, line -> {}));
    assertThat(names(metrics.collect(SCRAPE)))
        .contains(
            "jvm_buffer_pool_used_bytes",
            "jvm_classes_currently_loaded",
            "jvm_compilation_time_seconds",
            "jvm_gc_collection_seconds",
            "jvm_memory_used_bytes",
            "jvm_memory_pool_used_bytes",
            "jvm_runtime",
            "jvm_threads_current");
    metrics.close();
  }

  private static Map<String, Double> constant(Map<String, Double> samples) {
    Map<String, Double> constant = new TreeMap<>(samples);
    constant.keySet().removeIf(series -> !series.matches("jvm_memory_(pool_)?(max|init)_.*"));
    return constant;
  }

  private static List<String> names(List<Family> families) {
    return families.stream().map(Family::name).toList();
  }

  private static Family family(List<Family> families, String name) {
    return families.stream().filter(family -> family.name().equals(name)).findFirst().orElseThrow();
  }
}
