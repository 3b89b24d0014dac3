package io.exporteragent.host;

import com.sun.management.UnixOperatingSystemMXBean;
import io.exporteragent.gather.Family;
import io.exporteragent.gather.MetricType;
import io.exporteragent.gather.ScalarFamily;
import io.exporteragent.gather.Scrape;
import io.exporteragent.gather.Source;
import java.io.File;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.OperatingSystemMXBean;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * This process as the operating system sees it: the {@code process_*} families of client_java,
 * which itself leaves 70 kB of garbage behind at each scrape.
 *
 * <pre>
 * # TYPE process_cpu_seconds_total counter
 * process_cpu_seconds_total 12.3
 * # TYPE process_resident_memory_bytes gauge
 * process_resident_memory_bytes 1.3107200E8
 * </pre>
 *
 * <p>What the system does not tell is left out: memory elsewhere than on Linux, file descriptors on
 * Windows.
 */
public final class ProcessMetrics implements Source {
  private final ProcFile status;
  private @Nullable OperatingSystemMXBean system;
  private double startSeconds;

  /** Reads nothing before the first scrape. */
  public ProcessMetrics() {
    this(new File("/proc/self/status"));
  }

  ProcessMetrics(File status) {
    this.status = new ProcFile(status);
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
          gauge(
              "process_open_fds",
              "Number of open file descriptors.",
              (double) unix.getOpenFileDescriptorCount()));
      families.add(
          gauge(
              "process_max_fds",
              "Maximum number of open file descriptors.",
              (double) unix.getMaxFileDescriptorCount()));
    }
    addMemory(families);
    return families;
  }

  private void addMemory(List<Family> families) {
    try {
      for (status.read(); status.hasLine(); status.nextLine()) {
        if (status.skip("VmSize:\t")) {
          families.add(
              gauge("process_virtual_memory_bytes", "Virtual memory size in bytes.", kibibytes()));
        } else if (status.skip("VmRSS:\t")) {
          families.add(
              gauge(
                  "process_resident_memory_bytes", "Resident memory size in bytes.", kibibytes()));
        }
      }
    } catch (IOException e) {
      // There is no such file but on Linux.
      return;
    }
  }

  private double kibibytes() {
    return status.number() * 1024.0;
  }

  private static Family gauge(String name, String help, double value) {
    return new ScalarFamily(name, MetricType.GAUGE, help).add(value);
  }
}
