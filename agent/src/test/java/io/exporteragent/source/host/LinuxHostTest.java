package io.exporteragent.source.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.SortedMap;
import java.util.concurrent.ForkJoinPool;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LinuxHostTest {
  @TempDir private Path proc;
  private LinuxHost host;

  @BeforeEach
  void createHost() {
    host = new LinuxHost(proc.toFile());
  }

  @Test
  void cpuTimes_areMillisecondsByTheKernelsNumber_withoutProcessorsThatAreOffline()
      throws Exception {
    write(
        "stat",
        """
        cpu  900 900 900 900 900 900 900 900 900 900
        cpu0 1 2 3 4 5 6 7 8 9 10
        cpu2 11 12 13 14 15 16 17 18 19 20
        cpu3 4294967296 0 0 0 0 0 0 0 0 0
        intr 5741204 0 9
        ctxt 8302981
        """);

    SortedMap<Integer, long[]> times = host.cpuTimes();

    assertThat(times).containsOnlyKeys(0, 2, 3);
    assertThat(times.get(0)).containsExactly(10, 20, 30, 40, 50, 60, 70, 80);
    assertThat(times.get(2)).containsExactly(110, 120, 130, 140, 150, 160, 170, 180);
    assertThat(times.get(3)).containsExactly(42949672960L, 0, 0, 0, 0, 0, 0, 0);
  }

  @Test
  void cpuTimes_modesAnOldKernelDoesNotKnow_areZero() throws Exception {
    write("stat", "cpu  1 2 3 4\ncpu0 1 2 3 4\ncpu1 5 6 7 8 9\n");

    SortedMap<Integer, long[]> times = host.cpuTimes();

    assertThat(times.get(0)).containsExactly(10, 20, 30, 40, 0, 0, 0, 0);
    assertThat(times.get(1)).containsExactly(50, 60, 70, 80, 90, 0, 0, 0);
  }

  @Test
  void cpuTimes_ofManyProcessors_areAllRead_andFollowTheirComingAndGoing() throws Exception {
    StringBuilder stat = new StringBuilder("cpu  0 0 0 0\n");
    for (int cpu = 0; cpu < 512; cpu++) {
      stat.append("cpu").append(cpu).append(" 0 0 0 ").append(1000 + cpu).append('\n');
    }
    write("stat", stat.toString());
    SortedMap<Integer, long[]> times = host.cpuTimes();
    assertThat(times).hasSize(512);
    assertThat(times.get(511)[CpuModes.IDLE]).isEqualTo(15110);

    write("stat", "cpu  0 0 0 0\ncpu511 0 0 0 9\n");
    assertThat(host.cpuTimes()).containsOnlyKeys(511);
    assertThat(times).as("belongs to the caller").hasSize(512);
  }

  @Test
  void cpuTimes_ofAnEmulatedKernelThatCountsNone_areLeftOut() throws Exception {
    write("stat", "cpu  0 0 0 0\ncpu0 0 0 0 0 0 0 0 0 0 0\ncpu1 0 0 0 0 0 0 0 0 0 0\n");

    assertThatThrownBy(host::cpuTimes).hasMessageContaining("the time of any CPU");
  }

  @Test
  void cpuTimes_fileWithoutProcessors_isReported() throws Exception {
    write("stat", "cpu  1 2 3 4\nctxt 8302981\n");

    assertThatThrownBy(host::cpuTimes)
        .isInstanceOf(IOException.class)
        .hasMessage(
            proc
                + "/stat does not contain the time of any CPU; the kernel's proc file system must be mounted there");
  }

  @Test
  void memory_isInBytes() throws Exception {
    write(
        "meminfo",
        """
        MemTotal:       24684084 kB
        MemFree:        20140261 kB
        MemAvailable:   23930261 kB
        Buffers:          184452 kB
        Cached:          2912344 kB
        SwapCached:            7 kB
        """);

    Memory memory = host.memory();

    assertThat(memory.total()).isEqualTo(24684084L * 1024);
    assertThat(memory.available()).isEqualTo(23930261L * 1024);
    assertThat(memory.free()).isEqualTo(20140261L * 1024);
  }

  @Test
  void memory_availableMissingOrZero_isEstimatedFromFreeBuffersAndCached() throws Exception {
    String old =
        "MemTotal: 1000 kB\nMemFree: 100 kB\nBuffers: 20 kB\nCached: 3 kB\nSwapCached: 7 kB\n";
    write("meminfo", old);
    assertThat(host.memory().available()).isEqualTo(123 * 1024);

    write("meminfo", old + "MemAvailable: 0 kB\n");
    assertThat(host.memory().available()).isEqualTo(123 * 1024);
  }

  @Test
  void memory_fileWithoutTotal_isReported() throws Exception {
    write("meminfo", "MemFree: 100 kB\n");

    assertThatThrownBy(host::memory)
        .isInstanceOf(IOException.class)
        .hasMessage(
            proc
                + "/meminfo does not contain MemTotal; the kernel's proc file system must be mounted there");
  }

  @Test
  void emptyFile_isReported() throws Exception {
    write("stat", "");

    assertThatThrownBy(host::cpuTimes)
        .isInstanceOf(IOException.class)
        .hasMessage(
            proc
                + "/stat does not contain anything; the kernel's proc file system must be mounted there");
  }

  @Test
  void unreadableFile_isReported_andReadOnceItCanBe() throws Exception {
    // A directory is unreadable even for root.
    Path stat = Files.createDirectory(proc.resolve("stat"));
    assertThatThrownBy(host::cpuTimes)
        .isInstanceOf(IOException.class)
        .hasMessageStartingWith("Cannot read " + stat + ", which this process must be allowed to: ")
        .hasMessageNotContainingAny("\n", "\r");

    Files.delete(stat);
    write("stat", "cpu0 1 2 3 4\n");
    assertThat(host.cpuTimes()).containsOnlyKeys(0);
  }

  @Test
  void noProc_isReportedByFile() {
    assertThatThrownBy(host::cpuTimes).hasMessageContaining(proc + "/stat");
    assertThatThrownBy(host::memory).hasMessageContaining(proc + "/meminfo");
    assertThatThrownBy(() -> host.mounts(ForkJoinPool.commonPool()).get(0))
        .hasMessageContaining(proc + "/self/mounts");
  }

  private void write(String file, String content) throws IOException {
    Files.writeString(proc.resolve(file), content);
  }
}
