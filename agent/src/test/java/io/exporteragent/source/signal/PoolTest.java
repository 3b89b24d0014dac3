package io.exporteragent.source.signal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.exporteragent.config.ArgumentGrammar;
import io.exporteragent.config.ConfigurationFile;
import io.exporteragent.gather.Scrape;
import io.exporteragent.model.Family;
import io.exporteragent.source.signal.boot.ExporterAgentPools1;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What is told of one pool, whatever that does. */
class PoolTest {
  private static final String PRESET =
      """
      of: Test
      class: %s
      method: take
      arguments: 0
      label: pool
      closed: this.isClosed()
      acquired: tubs_acquire_seconds
      timeouts: tubs_timeout
      timeout: java.lang.IllegalStateException
      gauges:
        - {family: tubs, help: Tubs., value: this.size()}
      """
          .formatted(Tub.class.getName());

  private final List<String> said = new ArrayList<>();
  private final ExecutorService workers = Executors.newCachedThreadPool();
  private final int id = ExporterAgentPools1.add(1, new long[] {1_000_000});
  private final Tub tub = new Tub();

  /** A pool. */
  public static class Tub {
    volatile boolean isClosed;
    volatile boolean isBroken;
    volatile CountDownLatch open = new CountDownLatch(0);

    /** Returns how large it is, once it is open. */
    public int size() throws InterruptedException {
      open.await();
      if (isBroken) {
        throw new IllegalStateException("broken");
      }
      return 3;
    }

    /** Returns whether it is closed. */
    public boolean isClosed() {
      return isClosed;
    }
  }

  @AfterEach
  void end() {
    ExporterAgentPools1.remove(id);
    workers.shutdownNow();
  }

  @Test
  void poolThatAnswers_isShown_untilItIsClosed() throws Exception {
    Pool pool = seen();
    assertThat(names(pool, TimeUnit.MINUTES.toNanos(1)))
        .containsExactly("tubs", "tubs_timeout", "tubs_acquire_seconds");

    tub.isClosed = true;
    // The last reading may just be ending, and is shared then.
    await().untilAsserted(() -> assertThat(names(pool, TimeUnit.MINUTES.toNanos(1))).isEmpty());
    assertThat(said).isEmpty();
  }

  @Test
  void poolThatHangs_losesItsNumbersOnly_andIsShownAgain() throws Exception {
    Pool pool = seen();
    names(pool, TimeUnit.MINUTES.toNanos(1));
    tub.open = new CountDownLatch(1);
    await()
        .untilAsserted(
            () ->
                assertThat(names(pool, TimeUnit.MILLISECONDS.toNanos(50)))
                    .containsExactly("tubs_timeout", "tubs_acquire_seconds"));

    tub.open.countDown();
    await()
        .untilAsserted(() -> assertThat(names(pool, TimeUnit.MINUTES.toNanos(1))).contains("tubs"));
  }

  @Test
  void poolThatThrows_isReportedOnce() throws Exception {
    Pool pool = seen();
    tub.isBroken = true;
    assertThat(names(pool, TimeUnit.MINUTES.toNanos(1))).isEmpty();
    assertThat(names(pool, TimeUnit.MINUTES.toNanos(1))).isEmpty();

    assertThat(said)
        .containsExactly(
            "collector \"Test pool 1\" failed, its metrics are missing until it works again: java.lang.IllegalStateException: broken");
  }

  private Pool seen() throws Exception {
    ExporterAgentPools1.enter(id, tub);
    PoolPreset preset =
        PoolPreset.SCHEMA.read(
            ConfigurationFile.parse(
                PRESET, "pools.yml", new ArgumentGrammar(List.of()).parse(null, Map.of())));
    return new Pool(preset, 1, ExporterAgentPools1.entries(id)[1]);
  }

  private List<String> names(Pool pool, long nanos) {
    Scrape scrape = Scrape.ofEverything(System.nanoTime() + nanos);
    PoolFamilies families = new PoolFamilies();
    pool.addTo(families, pool.start(scrape, workers), scrape, said::add);
    return families.make().stream().map(Family::name).toList();
  }
}
