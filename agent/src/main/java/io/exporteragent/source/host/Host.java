package io.exporteragent.source.host;

import io.exporteragent.gather.Source;
import java.io.File;
import java.io.IOException;
import java.util.SortedMap;
import java.util.concurrent.ExecutorService;

/**
 * Reads the machine's numbers as its operating system provides them. Nothing is read and no library
 * loaded before the first call. Thread-safe.
 */
interface Host extends AutoCloseable {

  /**
   * Returns the host of this operating system. On Linux OSHI reads the same files, only slower, so
   * it cannot help where they are hidden, either.
   */
  static Host ofThisSystem() {
    return isLinux() ? new LinuxHost(new File("/proc")) : new OshiHost();
  }

  /**
   * Returns where the numbers are read. On Linux the kernel has them in memory, and reads that may
   * hang are left to a worker; elsewhere a library reads them and may block.
   */
  static Source.Execution execution() {
    return isLinux() ? Source.Execution.INLINE : Source.Execution.ON_WORKER;
  }

  static boolean isLinux() {
    return System.getProperty("os.name", "").startsWith("Linux");
  }

  /**
   * Returns milliseconds since boot: one row per online CPU, by its number; one column per mode of
   * {@link CpuModes}. The caller may modify the rows.
   *
   * @throws IOException if no CPU time can be read
   */
  SortedMap<Integer, long[]> cpuTimes() throws IOException;

  /**
   * Returns physical memory, all values read at one moment.
   *
   * @throws IOException if not even the total is known
   */
  Memory memory() throws IOException;

  /**
   * Returns the list of mounted file systems.
   *
   * @param workers run the listing where it may block
   */
  MountList mounts(ExecutorService workers);

  /** Closes the files it has opened; it is of no use afterwards. */
  @Override
  default void close() {}
}
