package io.exporteragent.source.host;

import io.exporteragent.model.Family;
import io.exporteragent.model.MetricType;
import io.exporteragent.model.ScalarFamily;
import io.exporteragent.source.host.proc.ProcFile;
import java.io.File;
import java.util.List;

/**
 * What {@code /proc/self} tells of this process ({@code proc(5)}): memory under the names of
 * client_java; disks, faults and threads under those of OpenTelemetry's conventions.
 *
 * <pre>
 * process_resident_memory_bytes 1.3107200E8
 * process_threads 31.0
 * process_paging_faults_total{type="major"} 12.0
 * process_disk_io_bytes_total{disk_io_direction="read"} 4096.0
 * </pre>
 *
 * <p>For one thread at a time.
 */
final class LinuxProcess implements AutoCloseable {
  private final ProcFile stat;
  private final ProcFile io;
  private final File statm;

  /** 0 until it is known. */
  private long pageBytes;

  /**
   * @param self the process's directory in procfs
   */
  LinuxProcess(File self) {
    stat = new ProcFile(new File(self, "stat"));
    io = new ProcFile(new File(self, "io"));
    statm = new File(self, "statm");
  }

  void addTo(List<Family> families) {
    if (stat.isRead()) {
      addStat(families);
    }
    if (io.isRead()) {
      families.add(
          new ScalarFamily(
                  "process_disk_io_bytes",
                  MetricType.COUNTER,
                  "Bytes that the process has read from disks, and has caused to be written to them.")
              .add((double) io.numberOf("read_bytes: "), "disk_io_direction", "read")
              .add((double) io.numberOf("write_bytes: "), "disk_io_direction", "write"));
    }
  }

  /** The name of the process, which comes second, may have blanks and parentheses in it. */
  private void addStat(List<Family> families) {
    stat.skipPastLast(')');
    stat.skipFields(7);
    double minor = (double) stat.number();
    stat.skipFields(1);
    double major = (double) stat.number();
    stat.skipFields(7);
    double threads = (double) stat.number();
    stat.skipFields(2);
    long virtual = stat.number();
    long residentPages = stat.number();
    if (pageBytes == 0) {
      pageBytes = pageBytes(virtual);
    }
    families.add(
        gauge("process_virtual_memory_bytes", "Virtual memory size in bytes.", (double) virtual));
    if (pageBytes > 0) {
      families.add(
          gauge(
              "process_resident_memory_bytes",
              "Resident memory size in bytes.",
              (double) residentPages * pageBytes));
    }
    families.add(
        gauge(
            "process_threads",
            "Threads of the process, those of the JVM and of native code included.",
            threads));
    families.add(
        new ScalarFamily(
                "process_paging_faults",
                MetricType.COUNTER,
                "Accesses to memory that was not there: the kernel had to read it from a disk (major) or not (minor).")
            .add(major, "type", "major")
            .add(minor, "type", "minor"));
  }

  /**
   * Computes the page size from two files with the same size, {@code statm} in pages. The process
   * may grow between the two reads, but not by a quarter.
   */
  private long pageBytes(long virtual) {
    try (ProcFile file = new ProcFile(statm)) {
      long pages = file.isRead() ? file.number() : 0;
      return pages == 0 ? 0 : Long.highestOneBit(virtual / pages * 4 / 3);
    }
  }

  private static Family gauge(String name, String help, double value) {
    return new ScalarFamily(name, MetricType.GAUGE, help).add(value);
  }

  @Override
  public void close() {
    stat.close();
    io.close();
  }
}
