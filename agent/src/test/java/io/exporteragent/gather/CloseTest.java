package io.exporteragent.gather;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.exporteragent.guest.AgentThreads;
import io.exporteragent.model.Family;
import io.exporteragent.model.MetricType;
import io.exporteragent.model.ScalarFamily;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The end of a source: after its last run, once, and no failure to anybody who scrapes. */
class CloseTest {
  private final List<String> messages = Collections.synchronizedList(new ArrayList<>());
  private final ExecutorService threads =
      Executors.newCachedThreadPool(new AgentThreads("test", messages::add));
  private final Gatherer gatherer = new Gatherer(List::of, threads, messages::add);

  @AfterEach
  void endThreads() {
    threads.shutdownNow();
  }

  @Test
  void replacedWhileBeingScraped_everyPageIsWhole_andNoSourceIsClosedInUse() throws Exception {
    List<Guarded> sources = new ArrayList<>();
    List<SourceRunner> inUse = List.of();
    AtomicBoolean done = new AtomicBoolean();
    List<Future<Integer>> scrapers = new ArrayList<>();
    for (int round = 0; round < 500; round++) {
      Guarded inline = new Guarded("inline");
      Guarded onWorker = new Guarded("worker");
      sources.addAll(List.of(inline, onWorker));
      List<SourceRunner> gone = inUse;
      inUse = List.of(SourceRunner.of("inline", inline), SourceRunner.onWorker("worker", onWorker));
      gatherer.use(inUse, null);
      gone.forEach(each -> each.close(within60Seconds(), messages::add));
      for (int i = 0; i < 3 && round == 0; i++) {
        scrapers.add(threads.submit(() -> assertWholeUntil(done)));
      }
      assertThat(onWorker.collected.await(60, SECONDS)).isTrue();
    }
    done.set(true);
    for (Future<Integer> each : scrapers) {
      assertThat(each.get(60, SECONDS)).isPositive();
    }
    List<Guarded> gone = sources.subList(0, sources.size() - 2);
    assertThat(gone).allSatisfy(source -> assertThat(source.closed).hasValue(1));
    assertThat(sources).noneMatch(source -> source.misused.get());
    assertThat(messages).isEmpty();
  }

  private int assertWholeUntil(AtomicBoolean done) {
    int pages = 0;
    for (; !done.get(); pages++) {
      assertThat(Samples.of(gather()))
          .containsEntry("exporter_agent_collector_success[collector, inline]", 1.0)
          .containsEntry("exporter_agent_collector_success[collector, worker]", 1.0)
          .containsEntry("inline[]", 1.0)
          .containsEntry("worker[]", 1.0);
    }
    return pages;
  }

  @Test
  void runUnderWay_isWaitedFor_andTheSourceClosedThen() throws Exception {
    Hanging source = new Hanging();
    SourceRunner collector = SourceRunner.onWorker("slow", source);
    gatherer.use(List.of(collector), null);
    Future<List<Family>> scrape = threads.submit(this::gather);
    assertThat(source.begun.await(60, SECONDS)).isTrue();
    gatherer.use(List.of(), null);
    Thread closing = new Thread(() -> collector.close(within60Seconds(), messages::add));
    closing.start();
    await().until(() -> closing.getState() == Thread.State.TIMED_WAITING);
    assertThat(source.closedOn).isEmpty();

    source.release.countDown();
    await().until(() -> !closing.isAlive());
    assertThat(source.closedOn).containsExactly(closing);
    assertThat(Samples.of(scrape.get(60, SECONDS)))
        .containsEntry("slow[]", 1.0)
        .containsEntry("exporter_agent_collector_success[collector, slow]", 1.0);
    assertThat(messages).isEmpty();
  }

  @Test
  void hangingSource_isClosedWhenItReturns_byWhomItHeldUp() throws Exception {
    Hanging source = new Hanging();
    SourceRunner collector = SourceRunner.onWorker("stuck", source);
    gatherer.use(List.of(collector), null);
    Future<List<Family>> scrape = threads.submit(this::gather);
    assertThat(source.begun.await(60, SECONDS)).isTrue();
    gatherer.use(List.of(), null);
    collector.close(System.nanoTime(), messages::add);
    collector.close(System.nanoTime(), messages::add);
    assertThat(source.closedOn).isEmpty();

    source.release.countDown();
    await().until(() -> !source.closedOn.isEmpty());
    assertThat(source.closedOn).containsExactly(source.collectedOn);
    scrape.get(60, SECONDS);
    assertThat(messages).isEmpty();
  }

  @Test
  void lastRunOfAClosedSource_mayFailUnreported() throws Exception {
    Hanging source = new Hanging();
    SourceRunner collector = SourceRunner.onWorker("stuck", source);
    gatherer.use(List.of(collector), null);
    Future<List<Family>> scrape = threads.submit(this::gather);
    assertThat(source.begun.await(60, SECONDS)).isTrue();
    collector.close(System.nanoTime(), messages::add);
    source.collectedOn.interrupt();

    assertThat(Samples.of(scrape.get(60, SECONDS)))
        .containsEntry("exporter_agent_collector_success[collector, stuck]", 0.0);
    await().until(() -> !source.closedOn.isEmpty());
    assertThat(messages).isEmpty();
  }

  @Test
  void closedCollector_isNotRun_andThatIsNoFailure() {
    Guarded source = new Guarded("gone");
    SourceRunner collector = SourceRunner.of("gone", source);
    gatherer.use(List.of(collector), null);
    collector.close(System.nanoTime(), messages::add);
    collector.close(System.nanoTime(), messages::add);
    Map<String, Double> page = Samples.of(gather());

    assertThat(page.keySet()).noneMatch(series -> series.contains("gone"));
    assertThat(source.misused).isFalse();
    assertThat(source.closed).hasValue(1);
    assertThat(messages).isEmpty();
  }

  private List<Family> gather() {
    return gatherer.gather(Scrape.ofEverything(within60Seconds()));
  }

  private static long within60Seconds() {
    return System.nanoTime() + SECONDS.toNanos(60);
  }

  private static List<Family> families(String name) {
    return List.of(new ScalarFamily(name, MetricType.GAUGE, "Test.").add(1));
  }

  /** Notices when it is used after or while it is closed. */
  private static final class Guarded implements Source {
    private final String name;
    private final AtomicInteger running = new AtomicInteger();
    private final AtomicInteger closed = new AtomicInteger();
    private final AtomicBoolean misused = new AtomicBoolean();
    private final CountDownLatch collected = new CountDownLatch(1);

    Guarded(String name) {
      this.name = name;
    }

    @Override
    public List<Family> collect(Scrape scrape) {
      if (running.incrementAndGet() > 1 || closed.get() > 0) {
        misused.set(true);
      }
      LockSupport.parkNanos(50_000);
      if (closed.get() > 0) {
        misused.set(true);
        throw new IllegalStateException("closed");
      }
      running.decrementAndGet();
      collected.countDown();
      return families(name);
    }

    @Override
    public void close() {
      closed.incrementAndGet();
      if (running.get() > 0) {
        misused.set(true);
      }
    }
  }

  /** Does not answer until it is told to. */
  private static final class Hanging implements Source {
    private final CountDownLatch begun = new CountDownLatch(1);
    private final CountDownLatch release = new CountDownLatch(1);
    private final List<Thread> closedOn = Collections.synchronizedList(new ArrayList<>());
    private volatile Thread collectedOn;

    @Override
    public List<Family> collect(Scrape scrape) throws InterruptedException {
      collectedOn = Thread.currentThread();
      begun.countDown();
      release.await();
      return families("slow");
    }

    @Override
    public void close() {
      closedOn.add(Thread.currentThread());
    }
  }
}
