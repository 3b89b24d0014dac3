package io.exporteragent.attach;

import io.exporteragent.attach.Deadline.Task;
import io.exporteragent.testing.Finished;
import java.nio.file.Path;
import java.time.Duration;

/** A file that blocks whoever opens it. */
final class Fifo {
  private Fifo() {}

  static Path in(Path directory, String name) {
    Path fifo = directory.resolve(name);
    Finished.run("mkfifo", fifo.toString()).succeeded();
    return fifo;
  }

  /** Runs what would block for good if it opened one, on a thread that can be left behind. */
  static <T> T notOpenedBy(Task<T> task) throws Exception {
    return Deadline.in(Duration.ofSeconds(30)).run(task);
  }
}
