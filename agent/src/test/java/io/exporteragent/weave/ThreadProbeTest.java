package io.exporteragent.weave;

import static org.assertj.core.api.Assertions.assertThat;

import io.exporteragent.source.method.boot.ExporterAgentMethods1;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.FutureTask;
import net.bytebuddy.agent.ByteBuddyAgent;
import org.junit.jupiter.api.Test;

/** Threads that come one after another have stripes of their own. */
class ThreadProbeTest {
  private static final int STRIPES = 64;

  /** Another thread of this JVM may take a number in between; hash codes would fill 41 of 64. */
  private static final int TAKEN_BY_OTHERS = 8;

  @Test
  void asManyThreadsAsStripes_seldomShareOne() throws Exception {
    JavaBase javaBase = JavaBase.open(ByteBuddyAgent.install());
    Method spread =
        BootClasses.define(javaBase, ExporterAgentMethods1.class)
            .getDeclaredMethod("spread", Thread.class);
    spread.setAccessible(true);
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
