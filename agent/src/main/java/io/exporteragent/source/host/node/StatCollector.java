package io.exporteragent.source.host.node;

import static io.exporteragent.source.host.node.NodeFamilies.counter;
import static io.exporteragent.source.host.node.NodeFamilies.gauge;

import io.exporteragent.model.Family;
import io.exporteragent.model.ScalarFamily;
import io.exporteragent.source.host.proc.ProcFile;
import java.io.File;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * node_exporter's collectors {@code cpu} and {@code stat}: {@code /proc/stat}, read once.
 *
 * <pre>
 * node_cpu_seconds_total{cpu="0",mode="idle"} 18240.61
 * node_context_switches_total 7.0747676E7
 * node_boot_time_seconds 1.796115402E9
 * </pre>
 */
final class StatCollector implements NodeCollector {
  /** The kernel's {@code USER_HZ} is 100 on every architecture that has a JVM. */
  private static final double TICKS = 100;

  private static final String[] MODES = {
    "user", "nice", "system", "idle", "iowait", "irq", "softirq", "steal"
  };
  private static final int IDLE = 3;
  private static final int GUEST = 8;
  private static final int GUEST_NICE = 9;
  private static final int COLUMNS = 10;

  /** Less idle time by so much is a CPU that was taken away and given back. */
  private static final long RESTART_TICKS = 300;

  private final ProcFile stat;
  private final Map<Integer, Cpu> cpus = new TreeMap<>();
  private long readings;

  /**
   * @param proc the mount point of procfs
   */
  StatCollector(File proc) {
    stat = new ProcFile(new File(proc, "stat"));
  }

  /** Times and labels of a CPU. */
  private static final class Cpu {
    private final long[] ticks = new long[COLUMNS];
    private final String[][] labels = new String[MODES.length][];
    private final String[] guest;
    private final String[] guestNice;
    private long reading;

    Cpu(int number) {
      String cpu = Integer.toString(number);
      for (int i = 0; i < MODES.length; i++) {
        labels[i] = new String[] {"cpu", cpu, "mode", MODES[i]};
      }
      guest = new String[] {"cpu", cpu, "mode", "user"};
      guestNice = new String[] {"cpu", cpu, "mode", "nice"};
    }

    /**
     * Takes what the kernel says, except that nothing decreases: the kernel's numbers do by a few
     * ticks (node_exporter issue 1686).
     */
    void take(long[] now) {
      boolean isRestarted = ticks[IDLE] - now[IDLE] >= RESTART_TICKS;
      for (int i = 0; i < COLUMNS; i++) {
        ticks[i] = isRestarted ? now[i] : Math.max(ticks[i], now[i]);
      }
    }
  }

  @Override
  public void addTo(List<Family> families) throws IOException {
    stat.read();
    readings++;
    long[] now = new long[COLUMNS];
    for (; stat.hasLine(); stat.nextLine()) {
      if (stat.skip("cpu")) {
        if (stat.atDigit()) {
          Cpu cpu = cpus.computeIfAbsent((int) stat.number(), Cpu::new);
          for (int i = 0; i < COLUMNS; i++) {
            now[i] = stat.number();
          }
          cpu.take(now);
          cpu.reading = readings;
        }
      } else {
        addLine(families);
      }
    }
    addCpus(families);
  }

  private void addLine(List<Family> families) {
    if (stat.skip("intr ")) {
      families.add(counter("node_intr", "Interrupts since the boot.").add(number()));
    } else if (stat.skip("ctxt ")) {
      families.add(
          counter("node_context_switches", "Changes of a CPU from one thread to another.")
              .add(number()));
    } else if (stat.skip("btime ")) {
      families.add(
          gauge("node_boot_time_seconds", "When the host was started, in seconds since 1970.")
              .add(number()));
    } else if (stat.skip("processes ")) {
      families.add(counter("node_forks", "Processes and threads that were started.").add(number()));
    } else if (stat.skip("procs_running ")) {
      families.add(
          gauge("node_procs_running", "Threads that run or wait for a CPU.").add(number()));
    } else if (stat.skip("procs_blocked ")) {
      families.add(gauge("node_procs_blocked", "Threads that wait for a disk.").add(number()));
    }
  }

  private double number() {
    return (double) stat.number();
  }

  /** Adds those that are online; one that comes back goes on where it was. */
  private void addCpus(List<Family> families) {
    ScalarFamily seconds =
        counter("node_cpu_seconds", "Time that each CPU has spent in each mode.");
    ScalarFamily guest =
        counter(
            "node_cpu_guest_seconds",
            "Time that each CPU has run virtual machines, which is also in node_cpu_seconds_total.");
    for (Cpu cpu : cpus.values()) {
      if (cpu.reading == readings) {
        for (int i = 0; i < MODES.length; i++) {
          seconds.add(cpu.ticks[i] / TICKS, cpu.labels[i]);
        }
        guest.add(cpu.ticks[GUEST] / TICKS, cpu.guest);
        guest.add(cpu.ticks[GUEST_NICE] / TICKS, cpu.guestNice);
      }
    }
    if (!seconds.isEmpty()) {
      families.add(seconds);
      families.add(guest);
    }
  }

  @Override
  public void close() {
    stat.close();
  }
}
