package io.exporteragent.source.method;

import static io.exporteragent.source.method.MeasuredMethods.rule;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** No call is lost, however many threads there are, and however often it is asked. */
class ConcurrentCallsTest {
  private static final int THREADS = 16;
  private static final int CALLS = 100_000;

  @Test
  void manyThreads_everyCallCounts() throws Exception {
    MethodRule counted =
        rule(
            Shop.class.getName() + "#orders(..)",
            to -> to.counter("orders_total").average("mean_seconds").inFlight("in_flight"));
    MethodRule observed =
        rule(Shop.class.getName() + "#check(..)", to -> to.histogram("check_seconds"));
    try (MeasuredMethods measured = MeasuredMethods.by(counted, observed)) {
      measured.awaitMatches(counted, 1);
      measured.awaitMatches(observed, 1);
      ExecutorService threads = Executors.newFixedThreadPool(THREADS);
      CountDownLatch done = new CountDownLatch(THREADS);
      for (int i = 0; i < THREADS; i++) {
        threads.execute(
            () -> {
              Shop shop = new Shop();
              for (int n = 0; n < CALLS; n++) {
                shop.orders("tea");
              }
              done.countDown();
            });
      }
      while (!done.await(1, TimeUnit.MILLISECONDS)) {
        assertThat(measured.values().get("orders")).isLessThanOrEqualTo(THREADS * CALLS);
      }
      threads.shutdown();

      assertThat(measured.values())
          .containsEntry("orders", (double) THREADS * CALLS)
          .containsEntry("in_flight", 0.0);
      assertThat(measured.histogram("check_seconds").count()).isEqualTo((long) THREADS * CALLS);
    }
  }
}
