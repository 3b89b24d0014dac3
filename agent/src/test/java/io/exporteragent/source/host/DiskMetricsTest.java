package io.exporteragent.source.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.exporteragent.gather.Samples;
import io.exporteragent.gather.Scrape;
import io.exporteragent.testing.Finished;
import java.io.IOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.regex.Pattern;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

class DiskMetricsTest {
  private static final Duration SOON = Duration.ofSeconds(4);

  private final ExecutorService workers = Executors.newCachedThreadPool();
  private final CountDownLatch released = new CountDownLatch(1);
  private final AtomicLong nanoTime = new AtomicLong();

  @AfterEach
  void endThreads() {
    released.countDown();
    workers.shutdownNow();
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void values_areThoseOfTheFileStore() throws Exception {
    // A container's root is an overlay, which is left out by default.
    DiskMetrics metrics =
        new DiskMetrics(
            workers,
            DiskSettings.of(
                DiskSettings.SCHEMA.defaults().mountpointsExclude(), Pattern.compile("^$")));
    FileStore root = Files.getFileStore(Path.of("/"));

    await()
        .untilAsserted(
            () -> {
              long freeBefore = root.getUnallocatedSpace();
              long usableBefore = root.getUsableSpace();
              Map<String, Double> actual = Samples.from(metrics);
              if (root.getUnallocatedSpace() == freeBefore
                  && root.getUsableSpace() == usableBefore) {
                double total = root.getTotalSpace();
                double used = total - freeBefore;
                assertThat(actual)
                    .containsEntry("disk_usage total /", total)
                    .containsEntry("disk_usage used /", used)
                    .containsEntry("disk_usage free /", (double) usableBefore);
                assertThat(actual.get("disk_usage percent /"))
                    .isEqualTo(used / (used + usableBefore) * 100, Offset.offset(1e-9));
              } else {
                throw new AssertionError("The disk was written to meanwhile");
              }
            });
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void values_areThoseOfDf() throws Exception {
    String[] columns =
        Finished.run("df", "--block-size=1", "--output=size,used,avail", "/")
            .succeeded()
            .output()
            .lines()
            .skip(1)
            .findFirst()
            .orElseThrow()
            .trim()
            .split(" +", -1);

    DiskSpace space = new FileStoreSpace("/").call();

    Offset<Double> written = Offset.offset(256.0 * 1024 * 1024);
    assertThat(space.total()).isEqualTo(Double.parseDouble(columns[0]));
    assertThat(space.used()).isEqualTo(Double.parseDouble(columns[1]), written);
    assertThat(space.free()).isEqualTo(Double.parseDouble(columns[2]), written);
  }

  @Test
  void percent_isOfWhatUsersOtherThanRootCanHave() throws Exception {
    DiskMetrics metrics = metrics(local("/", () -> new DiskSpace(1000, 700, 100)));

    assertThat(Samples.from(metrics))
        .containsExactly(
            Map.entry("disk_usage total /", 1000.0),
            Map.entry("disk_usage used /", 300.0),
            Map.entry("disk_usage free /", 100.0),
            Map.entry("disk_usage percent /", 75.0));
  }

  @Test
  void emptyAndUnreadableMounts_costOnlyThemselves() throws Exception {
    DiskMetrics metrics =
        metrics(
            local("/empty", () -> new DiskSpace(0, 0, 0)),
            local("/forbidden", DiskMetricsTest::fail),
            remote("/gone", DiskMetricsTest::fail),
            local("/", () -> new DiskSpace(1000, 700, 100)),
            remote("/share", () -> new DiskSpace(2000, 700, 100)));

    assertThat(Samples.from(metrics))
        .hasSize(8)
        .containsEntry("disk_usage total /", 1000.0)
        .containsEntry("disk_usage total /share", 2000.0);
  }

  @Test
  void nothingReadable_isNoFamily() throws Exception {
    assertThat(Samples.from(metrics(local("/forbidden", DiskMetricsTest::fail)))).isEmpty();
  }

  @Test
  void hangingMount_isLeftOut_andOnlyAskedAgainWhenItHasReturned() throws Exception {
    AtomicInteger asked = new AtomicInteger();
    DiskMetrics metrics =
        metrics(
            remote(
                "/hangs",
                () -> {
                  asked.incrementAndGet();
                  released.await();
                  return new DiskSpace(3000, 0, 0);
                }),
            local("/", () -> new DiskSpace(1000, 700, 100)),
            remote("/share", () -> new DiskSpace(2000, 700, 100)));

    for (int i = 0; i < 3; i++) {
      assertThat(Samples.from(metrics, SOON))
          .hasSize(8)
          .containsKeys("disk_usage total /", "disk_usage total /share");
    }
    assertThat(asked).hasValue(1);

    released.countDown();
    await()
        .untilAsserted(
            () ->
                assertThat(Samples.from(metrics, SOON))
                    .containsEntry("disk_usage total /hangs", 3000.0));
    assertThat(asked).hasValue(2);
  }

  @Test
  void hangingMount_costsAtMostASecondOfALongDeadline() throws Exception {
    DiskMetrics metrics = metrics(remote("/hangs", this::hang));

    long start = System.nanoTime();
    Samples.from(metrics, Duration.ofMinutes(5));

    assertThat(Duration.ofNanos(System.nanoTime() - start))
        .isBetween(Duration.ofMillis(950), Duration.ofMinutes(4));
  }

  @Test
  void hangingMount_isNotAskedAgainAfterTheListWasRenewed() throws Exception {
    AtomicInteger asked = new AtomicInteger();
    AtomicInteger lists = new AtomicInteger();
    DiskMetrics metrics =
        metrics(
            () -> {
              lists.incrementAndGet();
              return List.of(
                  remote(
                      "/hangs",
                      () -> {
                        asked.incrementAndGet();
                        return hang();
                      }));
            });
    Samples.from(metrics, SOON);

    nanoTime.addAndGet(TimeUnit.MINUTES.toNanos(1));
    Samples.from(metrics, SOON);
    await().until(() -> lists.get() == 2);
    Samples.from(metrics, SOON);

    assertThat(asked).hasValue(1);
  }

  @Test
  void listing_isRenewedInTheBackgroundOnceAMinute() throws Exception {
    AtomicReference<List<Mount>> listed = new AtomicReference<>(List.of(fixed("/old")));
    AtomicInteger lists = new AtomicInteger();
    DiskMetrics metrics =
        metrics(
            () -> {
              lists.incrementAndGet();
              return listed.get();
            });
    assertThat(Samples.from(metrics)).containsKey("disk_usage total /old");
    listed.set(List.of(fixed("/new")));

    nanoTime.addAndGet(TimeUnit.SECONDS.toNanos(59));
    assertThat(Samples.from(metrics)).containsKey("disk_usage total /old");
    assertThat(lists).hasValue(1);

    nanoTime.addAndGet(TimeUnit.SECONDS.toNanos(1));
    await().until(() -> Samples.from(metrics).containsKey("disk_usage total /new"));
    assertThat(Samples.from(metrics)).doesNotContainKey("disk_usage total /old");
    assertThat(lists).hasValue(2);
  }

  @Test
  void laterListingFails_oldListServesOnUntilTheNextSucceeds() throws Exception {
    AtomicInteger lists = new AtomicInteger();
    DiskMetrics metrics =
        metrics(
            () -> {
              if (lists.incrementAndGet() == 2) {
                throw new IOException("no /proc");
              }
              return List.of(fixed(lists.get() == 1 ? "/old" : "/new"));
            });
    assertThat(Samples.from(metrics)).containsKey("disk_usage total /old");

    nanoTime.addAndGet(TimeUnit.MINUTES.toNanos(1));
    assertThat(Samples.from(metrics)).containsKey("disk_usage total /old");
    await().until(() -> lists.get() == 2);
    assertThat(Samples.from(metrics)).containsKey("disk_usage total /old");

    nanoTime.addAndGet(TimeUnit.MINUTES.toNanos(1));
    await().until(() -> Samples.from(metrics).containsKey("disk_usage total /new"));
  }

  @Test
  void laterListingHangs_oldListServesOn_andNoOtherIsStarted() throws Exception {
    AtomicInteger lists = new AtomicInteger();
    DiskMetrics metrics =
        metrics(
            () -> {
              if (lists.incrementAndGet() > 1) {
                released.await();
              }
              return List.of(fixed("/"));
            });

    for (int minute = 0; minute < 5; minute++) {
      assertThat(Samples.from(metrics)).containsKey("disk_usage total /");
      nanoTime.addAndGet(TimeUnit.MINUTES.toNanos(1));
    }
    await().until(() -> lists.get() == 2);
    assertThat(Samples.from(metrics)).containsKey("disk_usage total /");
    assertThat(lists).hasValue(2);
  }

  @Test
  void firstListingHangs_scrapeFailsInTime_andALaterOneServesItsResult() throws Exception {
    AtomicInteger lists = new AtomicInteger();
    DiskMetrics metrics =
        metrics(
            () -> {
              lists.incrementAndGet();
              released.await();
              return List.of(fixed("/"));
            });

    for (int i = 0; i < 2; i++) {
      assertThatThrownBy(() -> Samples.from(metrics, SOON))
          .isInstanceOf(IOException.class)
          .hasMessage("The mounted file systems are still being listed; ask again later.");
    }
    released.countDown();
    await().ignoreExceptions().until(() -> !Samples.from(metrics, SOON).isEmpty());
    assertThat(lists).hasValue(1);
  }

  @Test
  void firstListingFails_isReported_andTriedAgain() throws Exception {
    AtomicInteger lists = new AtomicInteger();
    DiskMetrics metrics =
        metrics(
            () -> {
              if (lists.incrementAndGet() == 1) {
                throw new IOException("no /proc");
              }
              return List.of(fixed("/"));
            });

    assertThatThrownBy(() -> Samples.from(metrics))
        .hasMessage("Cannot list the mounted file systems: java.io.IOException: no /proc");
    assertThat(Samples.from(metrics)).containsKey("disk_usage total /");
  }

  @Test
  void noWorkerFree_isReported() {
    DiskMetrics metrics = metrics(fixed("/"));
    workers.shutdown();

    assertThatThrownBy(() -> Samples.from(metrics))
        .isInstanceOf(IOException.class)
        .hasMessage("No worker is free to list the mounted file systems.");
  }

  @Test
  void closed_readingThatHangs_isInterrupted() throws Exception {
    CountDownLatch interrupted = new CountDownLatch(1);
    DiskMetrics metrics =
        metrics(
            remote(
                "/hangs",
                () -> {
                  try {
                    return hang();
                  } catch (InterruptedException e) {
                    interrupted.countDown();
                    throw e;
                  }
                }));
    Samples.from(metrics, SOON);

    metrics.close();

    assertThat(interrupted.await(10, TimeUnit.SECONDS)).isTrue();
  }

  @Test
  void familyNotAskedFor_isNotRead() throws Exception {
    DiskMetrics metrics = metrics(DiskMetricsTest::failToList);

    assertThat(metrics.collect(new Scrape(Long.MAX_VALUE, name -> false))).isEmpty();
  }

  private DiskMetrics metrics(Mount... mounts) {
    return metrics(() -> List.of(mounts));
  }

  private DiskMetrics metrics(Callable<List<Mount>> listing) {
    return new DiskMetrics(
        workers,
        DiskSettings.SCHEMA.defaults(),
        new BackgroundMountList(workers, listing, nanoTime::get));
  }

  private DiskSpace hang() throws InterruptedException {
    released.await();
    return new DiskSpace(3000, 0, 0);
  }

  private static Mount fixed(String mountpoint) {
    return local(mountpoint, () -> new DiskSpace(1000, 700, 100));
  }

  private static Mount local(String mountpoint, Callable<DiskSpace> space) {
    return new Mount("/dev/vda", mountpoint, "ext4", true, space);
  }

  private static Mount remote(String mountpoint, Callable<DiskSpace> space) {
    return new Mount("server:/", mountpoint, "nfs4", false, space);
  }

  private static DiskSpace fail() throws IOException {
    throw new IOException("Permission denied");
  }

  private static List<Mount> failToList() {
    throw new AssertionError("Nobody asked for disk_usage");
  }
}
