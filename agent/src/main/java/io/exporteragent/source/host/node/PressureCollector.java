package io.exporteragent.source.host.node;

import static io.exporteragent.source.host.node.NodeFamilies.counter;

import io.exporteragent.model.Family;
import io.exporteragent.source.host.proc.ProcFile;
import java.io.File;
import java.util.List;

/**
 * node_exporter's collector {@code pressure}: for how long processes waited for CPU, memory and
 * disks, some of them (waiting) or all (stalled); {@code accounting/psi.rst} of the kernel. A
 * kernel may not count it, or count it and refuse to tell: then there is nothing.
 *
 * <pre>
 * node_pressure_cpu_waiting_seconds_total 483.4
 * </pre>
 */
final class PressureCollector implements NodeCollector {
  private static final double MICROS = 1e6;

  private final ProcFile cpu;
  private final ProcFile io;
  private final ProcFile memory;

  /**
   * @param proc the mount point of procfs
   */
  PressureCollector(File proc) {
    File folder = new File(proc, "pressure");
    cpu = new ProcFile(new File(folder, "cpu"));
    io = new ProcFile(new File(folder, "io"));
    memory = new ProcFile(new File(folder, "memory"));
  }

  @Override
  public void addTo(List<Family> families) {
    if (cpu.isRead()) {
      families.add(
          counter(
                  "node_pressure_cpu_waiting_seconds",
                  "Time for which some process waited for a CPU.")
              .add(total(cpu, "some ")));
    }
    if (io.isRead()) {
      families.add(
          counter(
                  "node_pressure_io_waiting_seconds",
                  "Time for which some process waited for a disk.")
              .add(total(io, "some ")));
      families.add(
          counter(
                  "node_pressure_io_stalled_seconds",
                  "Time for which all processes waited for a disk.")
              .add(total(io, "full ")));
    }
    if (memory.isRead()) {
      families.add(
          counter(
                  "node_pressure_memory_waiting_seconds",
                  "Time for which some process waited for memory.")
              .add(total(memory, "some ")));
      families.add(
          counter(
                  "node_pressure_memory_stalled_seconds",
                  "Time for which all processes waited for memory.")
              .add(total(memory, "full ")));
    }
  }

  /** Returns what ends a line such as {@code some avg10=0.00 avg60=0.00 avg300=0.00 total=42}. */
  private static double total(ProcFile file, String line) {
    return file.numberOf(line, "total=") / MICROS;
  }

  @Override
  public void close() {
    cpu.close();
    io.close();
    memory.close();
  }
}
