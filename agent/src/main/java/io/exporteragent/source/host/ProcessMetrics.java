package io.exporteragent.source.host;

import com.sun.management.UnixOperatingSystemMXBean;
import io.exporteragent.gather.Scrape;
import io.exporteragent.gather.Source;
import io.exporteragent.model.Family;
import io.exporteragent.model.MetricType;
import io.exporteragent.model.ScalarFamily;
import java.io.File;
import java.lang.management.ManagementFactory;
import java.lang.management.OperatingSystemMXBean;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * This process as the operating system sees it: the {@code process_*} families of client_java,
 * whose own implementation leaves 70 kB of garbage per scrape, and on Linux what {@link
 * LinuxProcess} adds.
 *
 * <pre>
 * # TYPE process_cpu_seconds_total counter
 * process_cpu_seconds_total 12.3
 * # TYPE process_resident_memory_bytes gauge
 * process_resident_memory_bytes 1.3107200E8
 * </pre>
 *
 * <p>Values that the system does not report are left out: file descriptors on Windows.
 */
public final class ProcessMetrics implements Source {
  private final LinuxProcess process;
  private final File descriptors;
  private @Nullable OperatingSystemMXBean system;
  private double startSeconds;

  /** Creates the source; it reads nothing before the first scrape. */
  public ProcessMetrics() {
    this(new File("/proc/self"));
  }

  /**
   * @param self the process's directory in procfs; another one only in tests
   */
  ProcessMetrics(File self) {
    process = new LinuxProcess(self);
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
    List<Family> families = new ArrayList<>(9);
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
    process.addTo(families);
    return families;
  }

  @Override
  public void close() {
    process.close();
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

  private static Family gauge(String name, String help, double value) {
    return new ScalarFamily(name, MetricType.GAUGE, help).add(value);
  }
}
