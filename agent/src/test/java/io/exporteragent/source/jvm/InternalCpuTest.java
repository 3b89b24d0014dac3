package io.exporteragent.source.jvm;

import static org.assertj.core.api.Assertions.assertThat;

import io.exporteragent.gather.Samples;
import io.exporteragent.gather.Scrape;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The JVM's own threads, on recorded files of the kernel. */
class InternalCpuTest {
  private static final Scrape SCRAPE = Scrape.ofEverything(Long.MAX_VALUE);
  private static final String GC = "jvm_internal_cpu_seconds[role, gc]";
  private static final String JIT = "jvm_internal_cpu_seconds[role, jit]";

  private final AtomicLong now = new AtomicLong();
  private final List<Runnable> background = new ArrayList<>();

  @TempDir private Path tasks;

  private void thread(int id, String name, int user, int kernel) throws IOException {
    Path directory = Files.createDirectories(tasks.resolve(Integer.toString(id)));
    Files.writeString(
        directory.resolve("stat"),
        "%d (%s) S 1 2 3 0 -1 4194368 500 0 0 0 %d %d 0 0 20 0 40 0 777 8 9 1844 1 1 0\n"
            .formatted(id, name, user, kernel));
  }

  private void end(int id) throws IOException {
    Path directory = tasks.resolve(Integer.toString(id));
    Files.delete(directory.resolve("stat"));
    Files.delete(directory);
  }

  private Map<String, Double> read(InternalCpuMetrics metrics) {
    now.addAndGet(30_000_000_000L);
    metrics.collect(SCRAPE);
    background.forEach(Runnable::run);
    background.clear();
    return Samples.of(metrics.collect(SCRAPE));
  }

  private InternalCpuMetrics metrics() {
    return new InternalCpuMetrics(new InternalThreads(tasks.toFile()), background::add, now::get);
  }

  @Test
  void threads_areSummedByTheirRole() throws IOException {
    thread(10, "java", 900, 900);
    thread(11, "GC Thread#0", 100, 20);
    thread(12, "G1 Conc#0", 3, 0);
    thread(13, "C2 CompilerThre", 200, 1);
    thread(14, "odd) name (x", 900, 900);
    assertThat(read(metrics())).containsOnly(Map.entry(GC, 1.23), Map.entry(JIT, 2.01));
  }

  @Test
  void threadThatEnded_staysInTheSum_alsoIfItsIdIsUsedAgain() throws IOException {
    InternalCpuMetrics metrics = metrics();
    thread(11, "GC Thread#0", 100, 0);
    thread(12, "GC Thread#1", 50, 0);
    assertThat(read(metrics)).containsOnly(Map.entry(GC, 1.5));
    end(11);
    thread(12, "GC Thread#2", 7, 0);
    assertThat(read(metrics)).containsOnly(Map.entry(GC, 1.57));
    thread(11, "C1 CompilerThre", 4, 4);
    assertThat(read(metrics)).containsOnly(Map.entry(GC, 1.57), Map.entry(JIT, 0.08));
    end(11);
    end(12);
    assertThat(read(metrics)).containsOnly(Map.entry(GC, 1.57), Map.entry(JIT, 0.08));
  }

  @Test
  void threadOfTheApplication_isLookedAtOnce() throws IOException {
    InternalCpuMetrics metrics = metrics();
    thread(11, "http-1", 100, 0);
    assertThat(read(metrics)).isEmpty();
    // Would count if it were read again.
    thread(11, "GC Thread#0", 100, 0);
    assertThat(read(metrics)).isEmpty();
  }

  @Test
  void reading_isInTheBackground_onceInThirtySeconds() throws IOException {
    InternalCpuMetrics metrics = metrics();
    thread(11, "VM Thread", 1, 1);
    assertThat(metrics.collect(SCRAPE)).isEmpty();
    assertThat(metrics.collect(SCRAPE)).isEmpty();
    assertThat(background).hasSize(1);
    background.remove(0).run();
    assertThat(Samples.of(metrics.collect(SCRAPE)))
        .containsOnly(Map.entry("jvm_internal_cpu_seconds[role, vm]", 0.02));
    now.addAndGet(29_999_999_999L);
    assertThat(metrics.collect(SCRAPE)).hasSize(1);
    assertThat(background).isEmpty();
    now.addAndGet(1);
    assertThat(metrics.collect(SCRAPE)).hasSize(1);
    assertThat(background).hasSize(1);
  }

  @Test
  void withoutAThread_itIsTriedAgain() throws IOException {
    thread(11, "VM Thread", 1, 1);
    List<String> tried = new ArrayList<>();
    InternalCpuMetrics metrics =
        new InternalCpuMetrics(
            new InternalThreads(tasks.toFile()),
            task -> {
              tried.add("");
              if (tried.size() == 1) {
                throw new RejectedExecutionException();
              }
              task.run();
            },
            now::get);
    assertThat(metrics.collect(SCRAPE)).isEmpty();
    metrics.collect(SCRAPE);
    assertThat(metrics.collect(SCRAPE)).hasSize(1);
  }

  @ParameterizedTest
  @CsvSource({
    "GC Thread#13, GC",
    "GC task thread#, GC",
    "Gang worker#0, GC",
    "G1 Main Marker, GC",
    "ZDriverMinor, GC",
    "XWorker#0, GC",
    "Shenandoah GC T, GC",
    "Shenand..eads#0, GC",
    "ShenWorker#0, GC",
    "G1 Refi..ontrol, GC",
    "C2 Comp..hread0, JIT",
    "VM Peri..Thread, VM",
    "C1 CompilerThre, JIT",
    "VM Thread, VM",
    "VM Periodic Tas, VM",
    "Zookeeper, ",
    "java, ",
    "VM, ",
    "VM Thread-1, ",
    "Monitor..Thread, ",
    "GC, "
  })
  void role_isToldByTheName(String name, @Nullable ThreadRole role) {
    assertThat(ThreadRole.of(name)).isEqualTo(role);
  }
}
