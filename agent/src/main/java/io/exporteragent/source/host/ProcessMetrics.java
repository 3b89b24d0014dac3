package io.exporteragent.source.host;

import com.sun.management.UnixOperatingSystemMXBean;
import io.exporteragent.gather.Scrape;
import io.exporteragent.gather.Source;
import io.exporteragent.model.Family;
import io.exporteragent.model.MetricType;
import io.exporteragent.model.ScalarFamily;
import io.exporteragent.source.host.proc.ProcFile;
import java.io.File;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.OperatingSystemMXBean;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * This process as the operating system sees it: the {@code process_*} families of client_java,
 * whose own implementation leaves 70 kB of garbage per scrape.
 *
 * <pre>
 * # TYPE process_cpu_seconds_total counter
 * process_cpu_seconds_total 12.3
 * # TYPE process_resident_memory_bytes gauge
 * process_resident_memory_bytes 1.3107200E8
 * </pre>
 *
 * <p>Values that the system does not report are left out: memory except on Linux, file descriptors
 * on Windows.
 */
public final class ProcessMetrics implements Source {
  private final ProcFile status;
  private final ProcFile statm;
  private final File descriptors;
  private @Nullable OperatingSystemMXBean system;
  private double startSeconds;
  private long pageBytes;

  /** Creates the source; it reads nothing before the first scrape. */
  public ProcessMetrics() {
    this(new File("/proc/self"));
  }

  /**
   * @param self the process's directory in procfs; another one only in tests
   */
  ProcessMetrics(File self) {
    status = new ProcFile(new File(self, "status"));
    statm = new ProcFile(new File(self, "statm"));
    descriptors = new File(self, "fd");
  }

  @Override
  public List<Family> collect(Scrape scrape) {
    OperatingSystemMXBean bean = system;
    if (bean == null) {
      startSeconds = ManagementFactory.getRuntimeMXBean().getStartTime() / 1e3;
      bean = ManagementFactory.getOperatingSystemMXBean();
      system = bean;
    }
    List<Family> families = new ArrayList<>(6);
    if (bean instanceof com.sun.management.OperatingSystemMXBean) {
      long nanos = ((com.sun.management.OperatingSystemMXBean) bean).getProcessCpuTime();
      if (nanos >= 0) {
        families.add(
            new ScalarFamily(
                    "process_cpu_seconds",
                    MetricType.COUNTER,
                    "Total user and system CPU time spent in seconds.")
                .add(nanos / 1e9));
      }
    }
    families.add(
        gauge(
            "process_start_time_seconds",
            "Start time of the process since unix epoch in seconds.",
            startSeconds));
    if (bean instanceof UnixOperatingSystemMXBean) {
      UnixOperatingSystemMXBean unix = (UnixOperatingSystemMXBean) bean;
      families.add(
          gauge("process_open_fds", "Number of open file descriptors.", openDescriptors(unix)));
      families.add(
          gauge(
              "process_max_fds",
              "Maximum number of open file descriptors.",
              (double) unix.getMaxFileDescriptorCount()));
    }
    addMemory(families);
    return families;
  }

  /**
   * Returns the number of open descriptors, which Linux 6.2 and later report as the size of the
   * directory ({@code filesystems/proc.rst} in its documentation). The JDK reads the whole
   * directory, in time that grows with the number.
   */
  private double openDescriptors(UnixOperatingSystemMXBean unix) {
    long size = descriptors.length();
    return size > 0 ? size : unix.getOpenFileDescriptorCount();
  }

  private void addMemory(List<Family> families) {
    try {
      if (pageBytes == 0) {
        pageBytes = pageBytes();
      }
      statm.read();
      families.add(
          gauge(
              "process_virtual_memory_bytes",
              "Virtual memory size in bytes.",
              (double) statm.number() * pageBytes));
      families.add(
          gauge(
              "process_resident_memory_bytes",
              "Resident memory size in bytes.",
              (double) statm.number() * pageBytes));
    } catch (IOException e) {
      // These files exist on Linux only.
      return;
    }
  }

  /**
   * Computes the page size from two files with the same size, {@code statm} in pages. That one
   * costs the kernel far less, so only it is read later. The process may grow between the two
   * reads, but not by a quarter.
   */
  private long pageBytes() throws IOException {
    statm.read();
    long pages = statm.number();
    for (status.read(); status.hasLine(); status.nextLine()) {
      if (status.skip("VmSize:\t")) {
        return Long.highestOneBit(status.number() * 1024 / Math.max(1, pages) * 4 / 3);
      }
    }
    throw status.lacks("VmSize");
  }

  private static Family gauge(String name, String help, double value) {
    return new ScalarFamily(name, MetricType.GAUGE, help).add(value);
  }
}
