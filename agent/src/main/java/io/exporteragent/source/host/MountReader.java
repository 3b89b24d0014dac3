package io.exporteragent.source.host;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;

/**
 * Reads the space of mounts without ever being held up by one of them. Local ones are read at once;
 * all others by workers, because a network file system whose server is gone, or one in user space
 * whose process is stopped, blocks the reading thread for ever. Not for use by several threads at
 * once.
 */
final class MountReader {
  private final ExecutorService workers;

  /** What workers are reading. It outlives a scrape only where a mount hangs. */
  private final Map<Mount, Future<DiskSpace>> running = new HashMap<>();

  MountReader(ExecutorService workers) {
    this.workers = workers;
  }

  /**
   * The space of every mount that can be read, in the order given. One that has hung since an
   * earlier call is neither asked again nor waited for until that reading has returned.
   *
   * @param waitNanos how long to wait for all that are not local together
   */
  Map<Mount, DiskSpace> read(List<Mount> mounts, long waitNanos) throws InterruptedException {
    long start = System.nanoTime();
    running.values().removeIf(Future::isDone);
    Map<Mount, Future<DiskSpace>> asked = askRemote(mounts);
    Map<Mount, DiskSpace> read = new LinkedHashMap<>();
    for (Mount mount : mounts) {
      Future<DiskSpace> answer = asked.get(mount);
      try {
        if (mount.isLocal()) {
          read.put(mount, mount.space().call());
        } else if (answer != null) {
          long left = Math.max(0, waitNanos - (System.nanoTime() - start));
          read.put(mount, answer.get(left, TimeUnit.NANOSECONDS));
        }
      } catch (InterruptedException e) {
        throw e;
      } catch (Exception e) {
        // Unreadable, or hanging: it alone is missing.
      }
    }
    return read;
  }

  /** Lets go of the readings that hang, as far as the operating system allows. */
  void close() {
    running.values().forEach(reading -> reading.cancel(true));
  }

  private Map<Mount, Future<DiskSpace>> askRemote(List<Mount> mounts) {
    Map<Mount, Future<DiskSpace>> asked = new HashMap<>();
    for (Mount mount : mounts) {
      if (!mount.isLocal() && !running.containsKey(mount)) {
        Future<DiskSpace> answer;
        try {
          answer = workers.submit(mount.space());
        } catch (RejectedExecutionException e) {
          // No worker is free: it is missing from this scrape.
          continue;
        }
        running.put(mount, answer);
        asked.put(mount, answer);
      }
    }
    return asked;
  }
}
