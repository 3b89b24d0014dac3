package io.exporteragent.weave;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.lang.instrument.Instrumentation;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import net.bytebuddy.agent.ByteBuddyAgent;
import net.bytebuddy.asm.Advice;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Several sections weave on one thread, which is there only while one of them is. */
class LoomTest {
  static final AtomicInteger FIRST = new AtomicInteger();
  static final AtomicInteger SECOND = new AtomicInteger();
  private static final Instrumentation INSTRUMENTATION = ByteBuddyAgent.install();
  private static final Duration LONG = Duration.ofMinutes(2);

  private final Queue<String> messages = new ConcurrentLinkedQueue<>();
  private final Loom loom = new Loom(INSTRUMENTATION, messages::add, Duration.ofMillis(100));
  private final CountingBook first = new CountingBook(CountFirst.class, Both.class, Only.class);
  private final CountingBook second = new CountingBook(CountSecond.class, Both.class);

  @BeforeEach
  void reset() {
    FIRST.set(0);
    SECOND.set(0);
  }

  @AfterEach
  void nothingIsSaid() {
    assertThat(messages).isEmpty();
  }

  @Test
  void twoWeaveOneClass_oneLeaves_theOtherCountsOn_bothLeft_classIsWhatItWasBefore()
      throws Exception {
    Witness witness = Witness.get();
    byte[] both = witness.classFile(Both.class);
    byte[] only = witness.classFile(Only.class);
    Loom.Place firstPlace = loom.join(first);
    await().until(() -> first.isWoven);
    Loom.Place secondPlace = loom.join(second);
    await().until(() -> second.isWoven);
    assertThat(second.thread).isSameAs(first.thread);
    new Both().greet();
    assertThat(List.of(FIRST.get(), SECOND.get())).containsExactly(1, 1);

    assertThat(firstPlace.leave(LONG)).isTrue();
    assertThat(first.hasLeft).isTrue();
    assertThat(witness.classFile(Only.class)).isEqualTo(only);
    new Both().greet();
    assertThat(List.of(FIRST.get(), SECOND.get())).containsExactly(1, 2);
    assertThat(second.thread.isAlive()).isTrue();
    assertThat(second.hasLeft).isFalse();

    assertThat(secondPlace.leave(LONG)).isTrue();
    assertThat(second.hasLeft).isTrue();
    assertThat(witness.classFile(Both.class)).isEqualTo(both);
    new Both().greet();
    assertThat(List.of(FIRST.get(), SECOND.get())).containsExactly(1, 2);
    assertThat(second.thread.isAlive()).isFalse();
  }

  @Test
  void lastOneLeft_oneJoinsAgain_isWovenOnAnotherThread() throws Exception {
    assertThat(loom.join(first).leave(LONG)).isTrue();
    CountingBook again = new CountingBook(CountFirst.class, Both.class);
    Loom.Place place = loom.join(again);
    await().until(() -> again.isWoven);
    new Both().greet();

    assertThat(FIRST).hasValue(1);
    assertThat(place.leave(LONG)).isTrue();
    assertThat(place.leave(LONG)).as("again").isTrue();
    assertThat(again.thread.isAlive()).isFalse();
  }

  @Test
  void oneMatchesTooMuch_isSaid_andTheOtherCountsOn() throws Exception {
    first.max = 1;
    Loom.Place secondPlace = loom.join(second);
    await().until(() -> second.isWoven);
    Loom.Place firstPlace = loom.join(first);
    await().until(() -> first.hasTooMany);
    int searches = first.searches;
    await().until(() -> first.searches > searches + 1);
    FIRST.set(0);
    new Both().greet();
    new Only().greet();

    assertThat(List.of(FIRST.get(), SECOND.get())).containsExactly(0, 1);
    assertThat(messages.remove()).isEqualTo("more than 1");
    assertThat(firstPlace.leave(LONG)).isTrue();
    assertThat(secondPlace.leave(LONG)).isTrue();
  }

  @Test
  void jvmThatDoesNotOpenItself_isSaidOnce_andEachIsToldThatItIsOut() throws Exception {
    Instrumentation refusing =
        (Instrumentation)
            Proxy.newProxyInstance(
                LoomTest.class.getClassLoader(),
                new Class<?>[] {Instrumentation.class},
                (proxy, method, arguments) -> {
                  throw new UnsupportedOperationException("no " + method.getName());
                });
    Loom refused = new Loom(refusing, messages::add, Duration.ofMillis(100));
    Loom.Place firstPlace = refused.join(first);
    await().until(() -> first.hasLeft);
    Loom.Place secondPlace = refused.join(second);
    await().until(() -> second.hasLeft);

    assertThat(messages.remove())
        .isEqualTo(
            "this JVM does not let classes be changed, so nothing is measured in them: java.lang.UnsupportedOperationException: no redefineModule");
    assertThat(firstPlace.leave(LONG)).isTrue();
    assertThat(secondPlace.leave(LONG)).isTrue();
    assertThat(first.thread).as("asked for its rules").isNull();
  }

  @Test
  void oneCannotBegin_isSaid_andTheOtherCounts() throws Exception {
    RuleBook impossible =
        new CountingBook(CountFirst.class) {
          @Override
          public List<? extends Rule> rules(JavaBase javaBase) {
            throw new LinkageError("no such class");
          }
        };
    Loom.Place secondPlace = loom.join(second);
    Loom.Place impossiblePlace = loom.join(impossible);
    await().until(() -> second.isWoven);
    await().until(() -> !messages.isEmpty());

    assertThat(messages.remove())
        .isEqualTo(
            "this JVM does not let classes be changed, so nothing is measured in them: java.lang.LinkageError: no such class");
    assertThat(impossiblePlace.leave(LONG)).isTrue();
    new Both().greet();
    assertThat(SECOND).hasValue(1);
    assertThat(secondPlace.leave(LONG)).isTrue();
  }

  private static final class Both {
    String greet() {
      return "hello";
    }
  }

  private static final class Only {
    String greet() {
      return "hello";
    }
  }

  private static final class CountFirst {
    @Advice.OnMethodEnter
    static void enter() {
      FIRST.incrementAndGet();
    }
  }

  private static final class CountSecond {
    @Advice.OnMethodEnter
    static void enter() {
      SECOND.incrementAndGet();
    }
  }
}
