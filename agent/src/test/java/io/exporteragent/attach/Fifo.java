package io.exporteragent.attach;

import static org.assertj.core.api.Assertions.assertThat;

import io.exporteragent.attach.Deadline.Task;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;

/** A file that blocks whoever opens it. */
final class Fifo {
  private Fifo() {}

  static Path in(Path directory, String name) throws IOException, InterruptedException {
    Path fifo = directory.resolve(name);
    assertThat(new ProcessBuilder("mkfifo", fifo.toString()).inheritIO().start().waitFor())
        .isZero();
    return fifo;
  }

  /** Runs what would block for good if it opened one, on a thread that can be left behind. */
  static <T> T notOpenedBy(Task<T> task) throws Exception {
    return Deadline.in(Duration.ofSeconds(30)).run(task);
  }
}
