package io.exporteragent.source.module;

import static io.exporteragent.source.module.WatchedFolder.await;
import static io.exporteragent.source.module.WatchedFolder.gauge;
import static org.assertj.core.api.Assertions.assertThat;

import io.exporteragent.source.module.isolate.ModuleLoader;
import io.exporteragent.source.module.run.ModuleSettings;
import java.io.IOException;
import java.lang.ref.WeakReference;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ModuleLeakTest {
  @TempDir Path directory;

  @Test
  void unloadedVersions_areCollected_howeverTheyEnded() throws IOException {
    try (WatchedFolder folder = new WatchedFolder(directory)) {
      folder.write("Example", gauge("Example", "first_metric"));
      await().until(() -> folder.values().containsKey("first_metric[]"));
      WeakReference<ModuleLoader> first = new WeakReference<>(folder.loader("Example"));

      folder.write(
          "Example",
          gauge(
              "Example",
              "second_metric",
              "gauge.inc(); if (gauge.get() > 1) throw new Exception() {};"));
      await().until(() -> folder.about("Example", "failures") > 0);
      WeakReference<ModuleLoader> second = new WeakReference<>(folder.loader("Example"));

      folder.write(
          "Example",
          gauge(
              "Example",
              "third_metric",
              "new ThreadLocal<Object>() {}.set(this); java.lang.ref.Reference.reachabilityFence(this);"));
      await().until(() -> folder.values().containsKey("third_metric[]"));
      WeakReference<ModuleLoader> third = new WeakReference<>(folder.loader("Example"));

      folder.delete("Example");

      await().until(() -> isCollected(first) && isCollected(second) && isCollected(third));
      assertThat(folder.leaked()).isZero();
    }
  }

  @Test
  void versionHeldByAThread_isCountedAndNamed_untilItIsGone() throws IOException {
    Path end = directory.resolve("end");
    try (WatchedFolder folder =
        new WatchedFolder(
            WatchedFolder.settings(directory)
                .with(ModuleSettings.TIMEOUT, Duration.ofSeconds(4))
                .build(),
            name -> null)) {
      folder.write(
          "Leaky",
          gauge("Leaky", "leaky")
              .replace(
                  "gauge = ",
                  """
                  new Thread("left behind") {
                    @Override
                    public void run() {
                      while (!new java.io.File("%s").exists()) {
                        Thread.onSpinWait();
                      }
                    }
                  }.start();
                  """
                          .formatted(end)
                      + "gauge = "));
      await().until(() -> folder.about("Leaky", "up") == 1);

      folder.delete("Leaky");
      await()
          .until(
              () -> {
                System.gc();
                return folder.leaked() == 1;
              });

      assertThat(folder.messages())
          .last()
          .asString()
          .matches(
              "module \"Leaky\" was unloaded, but version [0-9a-f]{12} of it stays in memory: it is held by thread \"left behind\".*");

      Files.createFile(end);
      await()
          .until(
              () -> {
                System.gc();
                return folder.leaked() == 0;
              });
    }
  }

  private static boolean isCollected(WeakReference<?> reference) {
    System.gc();
    return reference.get() == null;
  }
}
