package io.exporteragent.guest;

import static java.util.concurrent.TimeUnit.HOURS;
import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
class AgendaTest {
  private static final String THREADS = "exporter-agent-agenda-under-test";

  private final List<String> messages = new CopyOnWriteArrayList<>();
  private final List<String> done = new CopyOnWriteArrayList<>();
  private final AgentThreads threads = new AgentThreads("agenda-under-test", messages::add);
  private final Agenda agenda = new Agenda(threads, messages::add, MILLISECONDS.toNanos(50));
  private final CountDownLatch release = new CountDownLatch(1);

  @AfterEach
  void close() {
    release.countDown();
    agenda.close();
    await().until(() -> running().isEmpty());
  }

  @Test
  void tasks_areDoneInTheirOrder_andThenThereIsNoThread() {
    agenda.execute(
        () -> {
          agenda.after(MILLISECONDS.toNanos(30), () -> done.add("third"));
          agenda.after(MILLISECONDS.toNanos(20), () -> done.add("second"));
          agenda.after(MILLISECONDS.toNanos(10), () -> done.add("never")).cancel();
          agenda.execute(() -> done.add("first"));
        });
    await().until(() -> done.size() == 3);
    assertThat(done).containsExactly("first", "second", "third");
    await().until(() -> running().isEmpty());

    agenda.execute(() -> done.add("later"));
    await().until(() -> done.contains("later"));
    assertThat(messages).isEmpty();
  }

  @Test
  void task_thatWasNotWaitedFor_isDoneBeforeWhatIsDueLater() {
    agenda.after(HOURS.toNanos(1), () -> done.add("late"));
    agenda.execute(() -> done.add("soon"));
    await().until(() -> done.contains("soon"));
  }

  @Test
  void followers_shareTheTickOfTheShortestPeriod() {
    Follower.Group group = new Follower.Group();
    Follower modules = follower("modules", 2);
    Follower file = follower("file", 5);
    group.add(modules);
    group.add(file);

    List<String> looks = new ArrayList<>();
    for (long now = 0; now <= 8; now = group.nextNanos(Long.MAX_VALUE)) {
      for (Follower due = group.due(now); due != null; due = group.due(now)) {
        looks.add(now + " " + due.name());
        due.begin();
        due.end(now);
      }
    }
    assertThat(looks)
        .containsExactlyInAnyOrder(
            "0 modules",
            "0 file",
            "2 modules",
            "4 modules",
            "4 file",
            "6 modules",
            "8 modules",
            "8 file");
  }

  private Follower follower(String name, long period) {
    return new Follower(agenda, name, () -> null, period, 0);
  }

  @Test
  void look_whatItFinds_isATask_andTheNextLookComesAfterThePeriod() {
    AtomicInteger looks = new AtomicInteger();
    AtomicReference<Thread> looking = new AtomicReference<>();
    agenda.follow(
        "a file",
        MILLISECONDS.toNanos(1),
        () -> {
          looking.set(Thread.currentThread());
          int look = looks.incrementAndGet();
          return look % 2 == 0 ? null : () -> done.add(look + " " + onThread(looking.get()));
        });
    await().until(() -> done.size() >= 2);
    assertThat(done).startsWith("1 same thread", "3 same thread");
    assertThat(running()).as("nobody stands in for a single follower").hasSize(1);
  }

  @Test
  void lookThatHangs_leavesTheOtherFollowersTheirs_andGoesOnWhenItEnds() {
    AtomicInteger hangingLooks = new AtomicInteger();
    agenda.follow(
        "the folder metrics",
        MILLISECONDS.toNanos(1),
        () -> {
          if (hangingLooks.incrementAndGet() == 2) {
            release.await();
            return () -> done.add("found by the look that hung");
          }
          return null;
        });
    await().until(() -> hangingLooks.get() == 2);
    AtomicInteger looks = new AtomicInteger();
    agenda.follow("exporter.yml", MILLISECONDS.toNanos(1), () -> () -> looks.incrementAndGet());

    await().until(() -> looks.get() >= 10);
    assertThat(hangingLooks).as("one look at a time").hasValue(2);
    assertThat(done).isEmpty();

    release.countDown();
    await().until(() -> hangingLooks.get() >= 4);
    await().until(() -> done.size() == 1);
    int before = looks.get();
    await().until(() -> looks.get() > before);
    await().until(() -> running().size() <= 2);
  }

  @Test
  void lookThatHangs_isTakenOverByTheStandIn_andReported() {
    AtomicInteger looks = new AtomicInteger();
    AtomicInteger hangingLooks = new AtomicInteger();
    CountDownLatch both = new CountDownLatch(1);
    agenda.execute(
        () -> {
          agenda.follow("exporter.yml", MILLISECONDS.toNanos(1), () -> counted(looks));
          agenda.follow(
              "the folder metrics",
              MILLISECONDS.toNanos(1),
              () -> {
                if (hangingLooks.incrementAndGet() == 3) {
                  both.countDown();
                  release.await();
                }
                return null;
              });
        });
    await().until(() -> both.getCount() == 0);
    int before = looks.get();
    await().until(() -> looks.get() > before + 10);
    assertThat(messages)
        .containsExactly(
            "looking at the folder metrics has taken more than 0 s; it is looked at again once that has ended");
    assertThat(running()).as("the one that hangs and the one that took over").hasSize(2);

    release.countDown();
    await().until(() -> hangingLooks.get() > 4);
    await().until(() -> running().size() == 2);
  }

  @Test
  void lookThatHangs_holdsUpNoTask() throws InterruptedException {
    CountDownLatch begun = new CountDownLatch(1);
    Follower follower =
        agenda.follow(
            "exporter.yml",
            SECONDS.toNanos(1),
            () -> {
              begun.countDown();
              release.await();
              return () -> done.add("found");
            });
    begun.await();

    agenda.execute(() -> done.add("at once"));
    await().until(() -> done.contains("at once"));
    follower.close();
    release.countDown();
    await().until(() -> running().isEmpty());
    assertThat(done).as("what a closed follower finds is dropped").containsExactly("at once");
  }

  @Test
  void followerClosedWhileItsLookHangs_leavesTheOthersTheirs() throws InterruptedException {
    CountDownLatch begun = new CountDownLatch(1);
    Follower hanging =
        agenda.follow(
            "the folder metrics",
            SECONDS.toNanos(1),
            () -> {
              begun.countDown();
              release.await();
              return null;
            });
    begun.await();
    AtomicInteger looks = new AtomicInteger();
    agenda.follow("exporter.yml", MILLISECONDS.toNanos(1), () -> counted(looks));
    hanging.close();
    await().until(() -> looks.get() > 3);
  }

  @Test
  void taskThatRanOutOfMemory_isDoneAgain_andOneThatThrewIsNot() {
    AtomicInteger attempts = new AtomicInteger();
    agenda.execute(
        () -> {
          if (attempts.incrementAndGet() == 1) {
            throw new OutOfMemoryError("Java heap space");
          }
          done.add("at the second attempt");
        });
    agenda.execute(
        () -> {
          done.add("once");
          throw new IllegalStateException("of any kind");
        });
    agenda.execute(() -> done.add("after all"));
    await().until(() -> done.contains("after all"));
    assertThat(done).containsExactly("at the second attempt", "once", "after all");
    assertThat(messages).hasSize(1).first().asString().contains("Java heap space");
  }

  @Test
  void lookThatThrows_isLookedAtAgain() {
    AtomicInteger looks = new AtomicInteger();
    agenda.follow(
        "exporter.yml",
        MILLISECONDS.toNanos(1),
        () -> {
          if (looks.incrementAndGet() == 1) {
            throw new IOException("no such device");
          }
          return () -> done.add("found");
        });
    await().until(() -> done.contains("found"));
    assertThat(messages)
        .singleElement()
        .asString()
        .contains("cannot look at exporter.yml: java.io.IOException: no such device");
  }

  @Test
  void closed_doesNothingAnyMore() {
    agenda.follow("exporter.yml", HOURS.toNanos(1), () -> null);
    agenda.after(HOURS.toNanos(1), () -> done.add("never"));
    agenda.close();
    agenda.execute(() -> done.add("never"));
    agenda.follow("exporter.yml", 1, () -> () -> done.add("never"));
    await().until(() -> running().isEmpty());
    assertThat(done).isEmpty();
  }

  private static @Nullable Runnable counted(AtomicInteger looks) {
    looks.incrementAndGet();
    return null;
  }

  private static String onThread(Thread thread) {
    return Thread.currentThread() == thread ? "same thread" : "another thread";
  }

  private static List<String> running() {
    return Thread.getAllStackTraces().keySet().stream()
        .map(Thread::getName)
        .filter(name -> name.startsWith(THREADS))
        .toList();
  }
}
