package io.exporteragent.source.host.container;

import io.exporteragent.source.host.proc.ProcFile;
import org.jspecify.annotations.Nullable;

/**
 * For how long processes of a group had to wait for CPU, memory and disks: some of them (waiting),
 * or all of them at once (stalled). Of version 2 only, where the kernel counts it ({@code
 * accounting/psi.rst} in its documentation).
 */
final class Pressure implements Controller {
  private static final double MICROS = 1e6;

  private final ProcFile cpu;
  private final ProcFile memory;
  private final ProcFile io;

  private Pressure(ControlGroup group) {
    cpu = group.file("cpu.pressure");
    memory = group.file("memory.pressure");
    io = group.file("io.pressure");
  }

  static @Nullable Pressure of(ControlGroups groups) {
    ControlGroup group = groups.ofVersion2();
    return group == null || !group.has("cpu.pressure") ? null : new Pressure(group);
  }

  @Override
  public void addTo(ContainerFamilies families) {
    if (cpu.isRead()) {
      add(
          families,
          "container_pressure_cpu_waiting_seconds",
          "Time for which some process of the container waited for a CPU.",
          total(cpu, "some "));
      add(
          families,
          "container_pressure_cpu_stalled_seconds",
          "Time for which all processes of the container waited for a CPU.",
          total(cpu, "full "));
    }
    if (memory.isRead()) {
      add(
          families,
          "container_pressure_memory_waiting_seconds",
          "Time for which some process of the container waited for memory.",
          total(memory, "some "));
      add(
          families,
          "container_pressure_memory_stalled_seconds",
          "Time for which all processes of the container waited for memory.",
          total(memory, "full "));
    }
    if (io.isRead()) {
      add(
          families,
          "container_pressure_io_waiting_seconds",
          "Time for which some process of the container waited for a disk.",
          total(io, "some "));
      add(
          families,
          "container_pressure_io_stalled_seconds",
          "Time for which all processes of the container waited for a disk.",
          total(io, "full "));
    }
  }

  /** Returns what ends a line such as {@code some avg10=0.00 avg60=0.00 avg300=0.00 total=42}. */
  private static double total(ProcFile file, String line) {
    return file.numberOf(line, "total=") / MICROS;
  }

  private static void add(ContainerFamilies families, String name, String help, double seconds) {
    if (seconds >= 0) {
      families.counter(name, help, seconds);
    }
  }

  @Override
  public void close() {
    cpu.close();
    memory.close();
    io.close();
  }
}
