package io.exporteragent.source.method;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.Test;

/** Threads that come one after another have stripes of their own. */
class ThreadProbeTest {
  private static final int STRIPES = 64;

  /** Another thread of this JVM may take a number in between; hash codes would fill 41 of 64. */
  private static final int TAKEN_BY_OTHERS = 8;

  @Test
  void asManyThreadsAsStripes_seldomShareOne() throws Exception {
    MethodRule rule =
        MeasuredMethods.rule(
            Shop.class.getName() + "#orders(..)", to -> to.counter("orders_total"));
    Method spread;
    try (MeasuredMethods defining = MeasuredMethods.by(rule)) {
      defining.awaitMatches(rule, 1);
      spread =
          Class.forName("java.lang.ExporterAgentMethods1", false, null)
              .getDeclaredMethod("spread", Thread.class);
      spread.setAccessible(true);
    }
    Set<Integer> stripes = new HashSet<>();
    List<Integer> again = new ArrayList<>();
    for (int i = 0; i < STRIPES; i++) {
      Callable<Void> call =
          () -> {
            Thread self = Thread.currentThread();
            stripes.add((int) spread.invoke(null, self) & (STRIPES - 1));
            again.add((int) spread.invoke(null, self) & (STRIPES - 1));
            return null;
          };
      FutureTask<Void> task = new FutureTask<>(call);
      new Thread(task).start();
      task.get();
    }
    assertThat(stripes).hasSizeGreaterThanOrEqualTo(STRIPES - TAKEN_BY_OTHERS);
    assertThat(stripes).containsAll(again);
  }
}
