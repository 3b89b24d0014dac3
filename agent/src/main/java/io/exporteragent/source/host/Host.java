package io.exporteragent.source.host;

import io.exporteragent.gather.Source;
import java.io.File;
import java.io.IOException;
import java.util.SortedMap;
import java.util.concurrent.ExecutorService;

/**
 * Reads the machine's numbers the way its operating system offers them. Nothing is read, and no
 * library loaded, before the first question. Safe for use by several threads.
 */
interface Host {

  /**
   * Linux is read without any library: OSHI forks processes and sets the application's system
   * property {@code user.timezone}.
   */
  static Host ofThisSystem() {
    return isLinux() ? new LinuxHost(new File("/proc")) : new OshiHost();
  }

  /**
   * Where its numbers are read. On Linux the kernel has them in memory, and what may hang is left
   * to a worker; elsewhere a library reads them as it likes.
   */
  static Source.Execution execution() {
    return isLinux() ? Source.Execution.INLINE : Source.Execution.ON_WORKER;
  }

  static boolean isLinux() {
    return System.getProperty("os.name", "").startsWith("Linux");
  }

  /**
   * Milliseconds since boot by processor: one row per processor that is online, by its number; one
   * column per mode of {@link CpuModes}. The rows belong to the caller.
   *
   * @throws IOException if there is none
   */
  SortedMap<Integer, long[]> cpuTimes() throws IOException;

  /**
   * Physical memory, all of it read at one moment.
   *
   * @throws IOException if not even the total is known
   */
  Memory memory() throws IOException;

  /**
   * A way to list what is mounted.
   *
   * @param workers do the listing where it may block
   */
  MountList mounts(ExecutorService workers);
}
