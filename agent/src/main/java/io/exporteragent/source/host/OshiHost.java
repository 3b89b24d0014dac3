package io.exporteragent.source.host;

import io.exporteragent.source.host.oshi.Oshi;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.OperatingSystemMXBean;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import oshi.hardware.GlobalMemory;
import oshi.software.os.OSFileStore;

/** Reads through OSHI: on macOS and Windows, which have no {@code /proc}. */
final class OshiHost implements Host {
  private final Oshi oshi;

  OshiHost() {
    this(Oshi.ofThisSystem());
  }

  OshiHost(Oshi oshi) {
    this.oshi = oshi;
  }

  /** Numbers CPUs as OSHI lists them. */
  @Override
  public SortedMap<Integer, long[]> cpuTimes() throws IOException {
    long[][] rows =
        oshi.ask(asked -> asked.getHardware().getProcessor().getProcessorCpuLoadTicks());
    SortedMap<Integer, long[]> times = new TreeMap<>();
    for (int cpu = 0; cpu < rows.length; cpu++) {
      // OSHI returns zeros if it cannot read.
      if (sum(rows[cpu]) > 0) {
        times.put(cpu, rows[cpu]);
      }
    }
    if (times.isEmpty()) {
      throw new IOException("OSHI reads no processor times; may this process read them?");
    }
    return times;
  }

  @Override
  public Memory memory() throws IOException {
    GlobalMemory memory = oshi.ask(asked -> asked.getHardware().getMemory());
    long available = oshi.ask(asked -> memory.getAvailable());
    long free = freeByJvm();
    long total = oshi.ask(asked -> memory.getTotal());
    if (total <= 0) {
      throw new IOException("OSHI reads no size of memory; may this process read it?");
    }
    return new Memory(total, available, free);
  }

  /** Lists in the background: OSHI takes milliseconds, reads each size, and blocks if one hangs. */
  @Override
  public MountList mounts(ExecutorService workers) {
    return new BackgroundMountList(workers, this::listMounts, System::nanoTime);
  }

  List<Mount> listMounts() throws IOException {
    Map<String, Mount> byMountpoint = new LinkedHashMap<>();
    for (OSFileStore store :
        oshi.ask(asked -> asked.getOperatingSystem().getFileSystem().getFileStores())) {
      byMountpoint.put(store.getMount(), mount(store));
    }
    if (byMountpoint.isEmpty()) {
      throw new IOException("OSHI lists no file systems; may this process list them?");
    }
    return new ArrayList<>(byMountpoint.values());
  }

  private static Mount mount(OSFileStore store) {
    // A drive of another Windows machine reports its type there; OSHI knows that it is remote.
    boolean local = store.isLocal() && LocalTypes.contains(store.getType());
    return new Mount(
        store.getVolume(),
        store.getMount(),
        store.getType(),
        local,
        MountTable.isReadOnly(store.getOptions()),
        new FileStoreSpace(store.getMount()));
  }

  private static long sum(long[] row) {
    long sum = 0;
    for (long value : row) {
      sum += value;
    }
    return sum;
  }

  /** Returns the free memory from the JDK; OSHI has no method for it. */
  private static long freeByJvm() {
    try {
      return FreeMemoryOfJvm.bytes();
    } catch (LinkageError e) {
      // The run-time image lacks the module jdk.management.
      return Memory.UNKNOWN;
    }
  }

  /** A class of its own, because the JDK class it uses may be missing. */
  private static final class FreeMemoryOfJvm {
    private FreeMemoryOfJvm() {}

    static long bytes() {
      OperatingSystemMXBean bean = ManagementFactory.getOperatingSystemMXBean();
      return bean instanceof com.sun.management.OperatingSystemMXBean
          ? ((com.sun.management.OperatingSystemMXBean) bean).getFreePhysicalMemorySize()
          : Memory.UNKNOWN;
    }
  }
}
