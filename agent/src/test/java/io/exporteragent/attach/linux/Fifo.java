package io.exporteragent.attach.linux;

import static java.util.concurrent.TimeUnit.SECONDS;

import io.exporteragent.testing.Finished;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;

/** A file that blocks whoever opens it. */
public final class Fifo {
  private Fifo() {}

  /** Makes one. */
  public static Path in(Path directory, String name) {
    Path fifo = directory.resolve(name);
    Finished.run("mkfifo", fifo.toString()).succeeded();
    return fifo;
  }

  /** Runs what would block for good if it opened one, on a thread that can be left behind. */
  public static <T> T notOpenedBy(Callable<T> task) throws Exception {
    FutureTask<T> future = new FutureTask<>(task);
    Thread thread = new Thread(future);
    thread.setDaemon(true);
    thread.start();
    try {
      return future.get(30, SECONDS);
    } catch (ExecutionException e) {
      throw e.getCause() instanceof Exception ? (Exception) e.getCause() : e;
    }
  }
}
