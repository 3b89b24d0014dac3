package io.exporteragent.source.jvm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.awaitility.Awaitility.await;

import com.sun.management.ThreadMXBean;
import io.exporteragent.gather.Samples;
import io.exporteragent.gather.Scrape;
import io.exporteragent.model.Distribution;
import io.exporteragent.model.Exemplar;
import io.exporteragent.model.Family;
import io.exporteragent.model.PointVisitor;
import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Collections of the JVM of this test. */
class GcMetricsTest {
  private static final Scrape SCRAPE = Scrape.ofEverything(Long.MAX_VALUE);

  @Test
  void collection_isInTheHistogramOfItsCause() throws Exception {
    try (GcMetrics metrics = new GcMetrics()) {
      AtomicReference<Distribution.Histogram> histogram = new AtomicReference<>();
      await()
          .until(
              () -> {
                System.gc();
                histogram.set(histogram(metrics.collect(SCRAPE), "System.gc()"));
                return histogram.get() != null;
              });
      long classic = 0;
      for (long count : histogram.get().counts()) {
        classic += count;
      }
      long inNative = histogram.get().nativeBuckets().zeroCount();
      for (long count : histogram.get().nativeBuckets().positiveCounts()) {
        inNative += count;
      }
      assertThat(classic).isPositive().isEqualTo(inNative);
      assertThat(histogram.get().sum()).isBetween(0.0, 60.0);
      Map<String, Double> samples =
          Samples.of(
              metrics.collect(SCRAPE).stream()
                  .filter(family -> !family.name().equals("jvm_gc_duration_seconds"))
                  .toList());
      assertThat(samples.get("jvm_gc_live_data_size_bytes[]"))
          .isPositive()
          .isLessThan(samples.get("jvm_gc_max_data_size_bytes[]"));
      assertThat(samples.get("jvm_gc_memory_promoted_bytes[]")).isNotNegative();
    }
  }

  private static Distribution.Histogram histogram(List<Family> families, String cause) {
    AtomicReference<Distribution.Histogram> found = new AtomicReference<>();
    for (Family family : families) {
      if (family.name().equals("jvm_gc_duration_seconds")) {
        family.forEach(
            new PointVisitor() {
              @Override
              public void scalar(
                  String[] labels, double value, long created, @Nullable Exemplar exemplar) {
                throw new AssertionError("no histogram");
              }

              @Override
              public void distribution(String[] labels, Distribution point) {
                if (List.of(labels).contains(cause)) {
                  found.set((Distribution.Histogram) point);
                }
              }
            });
      }
    }
    return found.get();
  }

  /** A bucket of schema 3 ends at a power of the eighth root of 2. */
  @ParameterizedTest
  @CsvSource({"1, 0", "2, 8", "0.5, -8", "1.09, 1", "1.0906, 2", "0.001, -79"})
  void nativeIndex_isThatOfTheBucket(double seconds, int index) {
    assertThat(Durations.nativeIndex(seconds)).isEqualTo(index);
    assertThat(seconds)
        .isGreaterThan(Math.pow(2, (index - 1) / 8.0) - 1e-9)
        .isLessThanOrEqualTo(Math.pow(2, index / 8.0) + 1e-9);
  }

  @Test
  void allocation_isThatOfAllThreads() {
    JvmTotals totals = new JvmTotals(null);
    double before = allocated(totals);
    byte[] garbage = new byte[50_000_000];
    double after = allocated(totals);
    assertThat(garbage[7]).isZero();
    assertThat(after - before).isGreaterThanOrEqualTo(garbage.length);
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    assertThat(after)
        .isGreaterThan((double) threads.getThreadAllocatedBytes(Thread.currentThread().getId()));
    assertThat(allocated(totals)).isCloseTo(after, within(1e9));
  }

  private static double allocated(JvmTotals totals) {
    return Samples.of(totals.collect(SCRAPE)).get("jvm_memory_allocated_bytes[]");
  }

  @Test
  void nativeMemory_isReadAsTheJvmWritesIt() {
    String of8 =
        """

        Native Memory Tracking:

        Total: reserved=5628632KB, committed=436588KB
        -                 Java Heap (reserved=4077568KB, committed=256000KB)
                                    (mmap: reserved=4077568KB, committed=256000KB)

        -                        GC (reserved=153449KB, committed=20997KB)
                                    (malloc=5827KB #111)
        """;
    String of17 =
        """

        Native Memory Tracking:

        (Omitting categories weighting less than 1B)

        Total:  reserved=1500000, committed=70000
               malloc: 30000 #100
               mmap:   reserved=1470000, committed=40000
        -                 Java Heap (reserved=268435456, committed=16777216)
                                    (mmap: reserved=268435456, committed=16777216)
        -     Native Memory Tracking (reserved=9, committed=8)
        """;
    assertThat(Samples.of(NativeMemoryMetrics.read(of8)))
        .containsEntry("jvm_native_memory_reserved_bytes[pool, Total]", 5628632.0 * 1024)
        .containsEntry("jvm_native_memory_committed_bytes[pool, Java Heap]", 262144000.0)
        .containsEntry("jvm_native_memory_committed_bytes[pool, GC]", 20997.0 * 1024)
        .hasSize(6);
    assertThat(Samples.of(NativeMemoryMetrics.read(of17)))
        .containsEntry("jvm_native_memory_reserved_bytes[pool, Total]", 1500000.0)
        .containsEntry("jvm_native_memory_reserved_bytes[pool, Native Memory Tracking]", 9.0)
        .hasSize(6);
  }
}
