package io.exporteragent.source.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.File;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.SortedMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import oshi.hardware.CentralProcessor.TickType;
import oshi.spi.SystemInfoProvider;

class OshiHostTest {
  private final OshiHost host = new OshiHost();

  @Test
  void modes_areOshisColumns() {
    assertThat(CpuModes.NAMES)
        .containsExactlyElementsOf(
            Arrays.stream(TickType.values())
                .map(type -> type.name().toLowerCase(Locale.ROOT))
                .toList());
    assertThat(CpuModes.IDLE).isEqualTo(TickType.IDLE.getIndex());
    assertThat(CpuModes.IOWAIT).isEqualTo(TickType.IOWAIT.getIndex());
  }

  @Test
  void cpuTimes_goOn_andBelongToTheCaller() throws Exception {
    SortedMap<Integer, long[]> first = host.cpuTimes();
    long[] copy = first.get(0).clone();
    SortedMap<Integer, long[]> later = host.cpuTimes();
    while (Arrays.equals(later.get(0), copy)) {
      later = host.cpuTimes();
    }

    assertThat(first.get(0)).containsExactly(copy);
    assertThat(later.get(0)[CpuModes.IDLE]).isGreaterThanOrEqualTo(copy[CpuModes.IDLE] - 1000);
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void cpuTimes_areThoseOfTheOtherHost() throws Exception {
    LinuxHost linux = new LinuxHost(new File("/proc"));
    SortedMap<Integer, long[]> before = linux.cpuTimes();
    SortedMap<Integer, long[]> actual = host.cpuTimes();
    SortedMap<Integer, long[]> after = linux.cpuTimes();

    assertThat(actual.keySet()).isEqualTo(before.keySet());
    actual.forEach(
        (cpu, row) -> {
          for (int mode : new int[] {CpuModes.NAMES.indexOf("user"), CpuModes.IDLE}) {
            // The kernel lets idle time dip by a few ticks.
            assertThat(row[mode])
                .isBetween(before.get(cpu)[mode] - 100, after.get(cpu)[mode] + 100);
          }
        });
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void memory_isThatOfTheOtherHost() throws Exception {
    Memory actual = host.memory();

    assertThat(actual.total()).isEqualTo(new LinuxHost(new File("/proc")).memory().total());
    assertThat(actual.available()).isBetween(1L, actual.total());
    assertThat(actual.free()).isBetween(1L, actual.total());
  }

  @Test
  void mounts_areListedInTheBackground() throws Exception {
    ExecutorService workers = Executors.newCachedThreadPool();
    try {
      List<Mount> mounts = host.mounts(workers).get(TimeUnit.SECONDS.toNanos(60));

      assertThat(mounts).isNotEmpty();
      assertThat(mounts).extracting(Mount::mountpoint).doesNotHaveDuplicates();
    } finally {
      workers.shutdownNow();
    }
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void mounts_haveTheRoot() throws Exception {
    assertThat(host.listMounts()).extracting(Mount::mountpoint).contains("/");
  }

  @Test
  void oshiCannotBeLoaded_saysSoInOneLine_andDoesNotTryAgain() {
    AtomicInteger attempts = new AtomicInteger();
    OshiHost broken =
        new OshiHost() {
          @Override
          SystemInfoProvider newSystem() {
            attempts.incrementAndGet();
            throw new UnsatisfiedLinkError("no jnidispatch\nanywhere");
          }
        };

    for (int i = 0; i < 2; i++) {
      assertThatThrownBy(broken::cpuTimes)
          .isInstanceOf(IOException.class)
          .hasMessage(
              "OSHI cannot be loaded, host metrics are not available: java.lang.UnsatisfiedLinkError: no jnidispatch anywhere");
    }
    assertThat(attempts).hasValue(1);
  }

  @Test
  void oshisInitialiserFails_theReasonIsNamed() {
    OshiHost broken =
        new OshiHost() {
          @Override
          SystemInfoProvider newSystem() {
            throw new ExceptionInInitializerError(new SecurityException("no /proc"));
          }
        };

    assertThatThrownBy(broken::memory)
        .hasMessageEndingWith("java.lang.SecurityException: no /proc");
  }
}
