package io.exporteragent.gather;

import static java.util.Collections.singletonList;
import static java.util.concurrent.TimeUnit.MINUTES;
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
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class GathererTest {
  private final List<String> messages = Collections.synchronizedList(new ArrayList<>());
  private final ExecutorService workers =
      Executors.newCachedThreadPool(new AgentThreads("test", messages::add));

  @AfterEach
  void endWorkers() {
    workers.shutdownNow();
  }

  @Test
  void everyCollectorSucceeds_allFamiliesAreServed_withDurationAndSuccess() {
    Gatherer gatherer =
        gatherer(
            SourceRunner.of("one", scrape -> singletonList(gauge("a", 1))),
            SourceRunner.onWorker("two", scrape -> singletonList(gauge("b", 2))));
    Map<String, Double> samples = Samples.of(gatherer.gather(within(10)));
    assertThat(samples)
        .containsEntry("a[]", 1.0)
        .containsEntry("b[]", 2.0)
        .containsEntry("exporter_agent_collector_success[collector, one]", 1.0)
        .containsEntry("exporter_agent_collector_success[collector, two]", 1.0);
    assertThat(samples.get("exporter_agent_collector_duration_seconds[collector, two]"))
        .isBetween(0.0, 10.0);
    assertThat(messages).isEmpty();
  }

  @Test
  void oneThrows_theOthersAreServed_andItIsSaidOncePerChange() {
    AtomicLong time = new AtomicLong();
    AtomicInteger asked = new AtomicInteger();
    Gatherer gatherer =
        gatherer(
            SourceRunner.of(
                "moody",
                scrape -> {
                  if (asked.incrementAndGet() <= 3) {
                    throw new StackOverflowError("two\nlines");
                  }
                  return singletonList(gauge("moody", 1));
                },
                time::get),
            SourceRunner.of("fine", scrape -> singletonList(gauge("fine", 1))));
    for (int i = 0; i < 3; i++) {
      assertThat(Samples.of(gatherer.gather(within(10))))
          .containsEntry("fine[]", 1.0)
          .doesNotContainKey("moody[]")
          .containsEntry("exporter_agent_collector_success[collector, moody]", 0.0);
    }
    assertThat(Samples.of(gatherer.gather(within(10)))).containsEntry("moody[]", 1.0);
    assertThat(messages).as("one line a minute").hasSize(1);
    time.addAndGet(MINUTES.toNanos(1));
    gatherer.gather(within(10));
    assertThat(messages)
        .containsExactly(
            "collector \"moody\" failed, its metrics are missing until it works again: java.lang.StackOverflowError: two lines",
            "collector \"moody\" works again");
  }

  @Test
  void oneHangs_itIsLeftBehindAtTheDeadline_andNotStartedAgain() throws Exception {
    CountDownLatch release = new CountDownLatch(1);
    AtomicInteger started = new AtomicInteger();
    Gatherer gatherer =
        gatherer(
            SourceRunner.onWorker(
                "stuck",
                scrape -> {
                  started.incrementAndGet();
                  release.await();
                  return singletonList(gauge("late", 1));
                }),
            SourceRunner.of("fine", scrape -> singletonList(gauge("fine", 1))));
    for (int i = 0; i < 3; i++) {
      assertThat(Samples.of(gatherer.gather(within(2))))
          .containsEntry("fine[]", 1.0)
          .containsEntry("exporter_agent_collector_success[collector, stuck]", 0.0);
    }
    assertThat(started).hasValue(1);
    assertThat(messages).singleElement().asString().contains("did not answer in time");
    release.countDown();
    await().until(() -> Samples.of(gatherer.gather(within(10))).containsKey("late[]"));
  }

  @Test
  void impatientScrape_doesNotCondemnASlowCollector() throws Exception {
    CountDownLatch release = new CountDownLatch(1);
    Gatherer gatherer =
        gatherer(
            SourceRunner.onWorker(
                "slow",
                scrape -> {
                  release.await();
                  return singletonList(gauge("slow", 1));
                }));
    assertThat(Samples.of(gatherer.gather(within(0)))).doesNotContainKey("slow[]");
    assertThat(messages).isEmpty();
    Future<List<Family>> patient =
        Executors.newSingleThreadExecutor().submit(() -> gatherer.gather(within(20)));
    release.countDown();
    assertThat(Samples.of(patient.get(20, SECONDS))).containsEntry("slow[]", 1.0);
  }

  @Test
  void concurrentScrapes_shareOneRun() throws Exception {
    CountDownLatch running = new CountDownLatch(1);
    CountDownLatch release = new CountDownLatch(1);
    AtomicInteger runs = new AtomicInteger();
    Gatherer gatherer =
        gatherer(
            SourceRunner.onWorker(
                "shared",
                scrape -> {
                  running.countDown();
                  release.await();
                  return singletonList(gauge("run", runs.incrementAndGet()));
                }));
    Callable<List<Family>> scrape = () -> gatherer.gather(within(20));
    ExecutorService clients = Executors.newFixedThreadPool(8);
    List<Future<List<Family>>> answers = new ArrayList<>();
    answers.add(clients.submit(scrape));
    running.await();
    CountDownLatch joined = new CountDownLatch(7);
    for (int i = 0; i < 7; i++) {
      answers.add(
          clients.submit(
              () -> {
                joined.countDown();
                return scrape.call();
              }));
    }
    joined.await();
    release.countDown();
    for (Future<List<Family>> answer : answers) {
      assertThat(Samples.of(answer.get(20, SECONDS)).get("run[]")).isBetween(1.0, 8.0);
    }
    assertThat(runs.get()).isLessThan(8);
    clients.shutdownNow();
  }

  @Test
  void scrapesOfAConcurrentCollector_haveRunsOfTheirOwn() throws Exception {
    CountDownLatch running = new CountDownLatch(1);
    CountDownLatch release = new CountDownLatch(1);
    AtomicInteger runs = new AtomicInteger();
    Gatherer gatherer =
        gatherer(
            SourceRunner.of(
                "own",
                new Source() {
                  @Override
                  public List<Family> collect(Scrape scrape) throws InterruptedException {
                    int run = runs.incrementAndGet();
                    if (run == 1) {
                      running.countDown();
                      release.await();
                    }
                    return singletonList(gauge("run", run));
                  }

                  @Override
                  public Execution execution() {
                    return Execution.CONCURRENT;
                  }
                }));
    Future<List<Family>> patient = workers.submit(() -> gatherer.gather(within(60)));
    running.await();
    assertThat(Samples.of(gatherer.gather(within(60)))).containsEntry("run[]", 2.0);
    release.countDown();
    assertThat(Samples.of(patient.get(60, SECONDS))).containsEntry("run[]", 1.0);
    assertThat(messages).isEmpty();
  }

  @Test
  void sameFamilyTwice_theFirstCollectorWins() {
    Gatherer gatherer =
        gatherer(
            SourceRunner.of("application", scrape -> singletonList(gauge("a", 1))),
            SourceRunner.of("ours", scrape -> singletonList(gauge("a", 2))));
    assertThat(Samples.of(gatherer.gather(within(10)))).containsEntry("a[]", 1.0);
  }

  @Test
  void namesAreAskedFor_onlyTheyAreServed() {
    Gatherer gatherer =
        gatherer(SourceRunner.of("x", scrape -> List.of(gauge("a", 1), gauge("b", 2))));
    Scrape scrape = new Scrape(System.nanoTime() + SECONDS.toNanos(10), "b"::equals);
    assertThat(Samples.of(gatherer.gather(scrape))).containsOnlyKeys("b[]");
  }

  @Test
  void noThreadToBeHad_isAFailureOfThatCollector() {
    workers.shutdown();
    Gatherer gatherer = gatherer(SourceRunner.onWorker("poor", scrape -> List.of()));
    assertThat(Samples.of(gatherer.gather(within(10))))
        .containsEntry("exporter_agent_collector_success[collector, poor]", 0.0);
    assertThat(messages).singleElement().asString().contains("RejectedExecutionException");
  }

  @Test
  void otherCollectors_areUsedFromTheNextScrapeOn() {
    Gatherer gatherer = gatherer(SourceRunner.of("a", scrape -> singletonList(gauge("a", 1))));
    gatherer.use(List.of(SourceRunner.of("b", scrape -> singletonList(gauge("b", 1)))), null);
    assertThat(Samples.of(gatherer.gather(within(10))))
        .containsKey("b[]")
        .containsKey("about[]")
        .doesNotContainKey("a[]");
  }

  @Test
  void closingASourceThatThrows_isSaid() {
    SourceRunner.of(
            "bad",
            new Source() {
              @Override
              public List<Family> collect(Scrape scrape) {
                return List.of();
              }

              @Override
              public void close() {
                throw new IllegalStateException("no");
              }
            })
        .close(System.nanoTime(), messages::add);
    assertThat(messages).singleElement().asString().contains("\"bad\" did not close");
  }

  @Test
  void sourceWithNothingToCollect_succeedsWithoutWakingAWorker() {
    AtomicBoolean idle = new AtomicBoolean(true);
    List<Thread> collectedOn = Collections.synchronizedList(new ArrayList<>());
    Gatherer gatherer =
        gatherer(
            SourceRunner.onWorker(
                "lazy",
                new Source() {
                  @Override
                  public List<Family> collect(Scrape scrape) {
                    collectedOn.add(Thread.currentThread());
                    return singletonList(gauge("lazy", 1));
                  }

                  @Override
                  public boolean isIdle() {
                    return idle.get();
                  }
                }));
    assertThat(Samples.of(gatherer.gather(within(10))))
        .doesNotContainKey("lazy[]")
        .containsEntry("exporter_agent_collector_success[collector, lazy]", 1.0);
    assertThat(collectedOn).isEmpty();
    idle.set(false);
    assertThat(Samples.of(gatherer.gather(within(10)))).containsEntry("lazy[]", 1.0);
    assertThat(collectedOn).singleElement().isNotSameAs(Thread.currentThread());
    assertThat(messages).isEmpty();
  }

  @Test
  void sourceThatCannotTellWhetherItIsIdle_hasFailed_andIsAskedAgain() {
    AtomicInteger asked = new AtomicInteger();
    Gatherer gatherer =
        gatherer(
            SourceRunner.onWorker(
                "moody",
                new Source() {
                  @Override
                  public List<Family> collect(Scrape scrape) {
                    return singletonList(gauge("moody", 1));
                  }

                  @Override
                  public boolean isIdle() {
                    if (asked.incrementAndGet() == 1) {
                      throw new IllegalStateException("who knows");
                    }
                    return false;
                  }
                }));
    assertThat(Samples.of(gatherer.gather(within(10))))
        .containsEntry("exporter_agent_collector_success[collector, moody]", 0.0);
    assertThat(Samples.of(gatherer.gather(within(10)))).containsEntry("moody[]", 1.0);
    assertThat(messages).first().asString().contains("who knows");
  }

  private Gatherer gatherer(SourceRunner... collectors) {
    Gatherer gatherer = new Gatherer(() -> List.of(gauge("about", 1)), workers, messages::add);
    gatherer.use(List.of(collectors), null);
    return gatherer;
  }

  private static Scrape within(long seconds) {
    return Scrape.ofEverything(System.nanoTime() + SECONDS.toNanos(seconds));
  }

  private static Family gauge(String name, double value) {
    return new ScalarFamily(name, MetricType.GAUGE, "Test.").add(value);
  }
}
