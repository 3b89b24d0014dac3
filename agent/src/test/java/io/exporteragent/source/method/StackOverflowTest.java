package io.exporteragent.source.method;

import static io.exporteragent.source.method.MeasuredMethods.rule;
import static java.util.concurrent.TimeUnit.MINUTES;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntUnaryOperator;
import net.bytebuddy.dynamic.ClassFileLocator;
import org.junit.jupiter.api.Test;

/** Where the stack is full, woven code has none either. */
class StackOverflowTest {
  private static final int THREADS = 4;
  private static final int DIVES = 1_000;

  @Test
  void thousandsOfOverflows_noCallStaysUnderWay() throws Exception {
    Class<?> diver =
        Loaders.of(Diver.class.getName(), ClassFileLocator.ForClassLoader.read(Diver.class));
    MethodRule recursive =
        rule(
            Diver.class.getName() + "#dive(..)",
            to -> to.inFlight("diving").counter("dives_total").errors("errors_total"));
    MethodRule leaf = rule(Diver.class.getName() + "#breathe(..)", to -> to.inFlight("breathing"));
    MethodRule other = rule(Shop.class.getName() + "#open", to -> to.counter("opened_total"));
    try (MeasuredMethods measured = MeasuredMethods.by(recursive, leaf, other)) {
      // In the loader of the test, too.
      measured.awaitMatches(recursive, 2);
      measured.awaitMatches(leaf, 2);
      measured.awaitMatches(other, 1);
      // What counts is compiled then and takes little stack, what the end of a call runs is not.
      for (int i = 0; i < 1_000_000; i++) {
        Shop.open();
      }
      IntUnaryOperator dive = (IntUnaryOperator) diver.getConstructor().newInstance();
      AtomicInteger overflows = new AtomicInteger();
      List<Thread> threads = new ArrayList<>();
      for (int i = 0; i < THREADS; i++) {
        Runnable dives =
            () -> {
              for (int n = 0; n < DIVES; n++) {
                overflows.addAndGet(dive.applyAsInt(n % 97));
              }
            };
        Thread thread = new Thread(null, dives, "diver-" + i, 192 * 1024);
        threads.add(thread);
        thread.start();
      }
      await().atMost(5, MINUTES).until(() -> threads.stream().noneMatch(Thread::isAlive));

      assertThat(overflows).hasValue(THREADS * DIVES);
      assertThat(measured.values()).containsEntry("diving", 0.0).containsEntry("breathing", 0.0);
      assertThat(measured.values().get("dives")).isGreaterThanOrEqualTo(THREADS * DIVES);
      assertThat(measured.messages).isEmpty();
    }
  }
}
