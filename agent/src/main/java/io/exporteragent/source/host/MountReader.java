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
 * Reads the space of mounts without being blocked by any of them. Local ones are read on the
 * calling thread; all others by workers, because a network file system whose server is gone, or one
 * in user space whose process is stopped, blocks the reading thread indefinitely. Not thread-safe.
 */
final class MountReader {
  private final ExecutorService workers;

  /** Reads in progress on workers. One outlasts a scrape only if its mount hangs. */
  private final Map<Mount, Future<DiskSpace>> running = new HashMap<>();

  MountReader(ExecutorService workers) {
    this.workers = workers;
  }

  /**
   * Returns the space of every mount that can be read, in the order given. A mount still hanging
   * from an earlier call is neither read again nor waited for until that read has returned.
   *
   * @param waitNanos how long to wait for all remote mounts together
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
        // Unreadable or hanging: only this mount is missing.
      }
    }
    return read;
  }

  /** Cancels the reads that hang, as far as the operating system allows. */
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
          // No worker is free: the mount is missing from this scrape.
          continue;
        }
        running.put(mount, answer);
        asked.put(mount, answer);
      }
    }
    return asked;
  }
}
