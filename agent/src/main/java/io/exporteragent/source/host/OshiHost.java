package io.exporteragent.source.host;

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
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import oshi.hardware.GlobalMemory;
import oshi.software.os.OSFileStore;
import oshi.spi.SystemInfoProvider;
import oshi.util.GlobalConfig;

/**
 * Reads through OSHI, which uses native code through JNA. OSHI's {@code SystemInfoFactory}, which
 * chooses an implementation, finds none in an isolated class loader.
 */
class OshiHost implements Host {
  private @Nullable SystemInfoProvider system;
  private @Nullable LinkageError unusable;

  /** Numbers CPUs as OSHI lists them. */
  @Override
  public SortedMap<Integer, long[]> cpuTimes() throws IOException {
    long[][] rows = ask(oshi -> oshi.getHardware().getProcessor().getProcessorCpuLoadTicks());
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
    GlobalMemory memory = ask(oshi -> oshi.getHardware().getMemory());
    long available = ask(oshi -> memory.getAvailable());
    long free = freeByJvm();
    long total = ask(oshi -> memory.getTotal());
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
        ask(oshi -> oshi.getOperatingSystem().getFileSystem().getFileStores())) {
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
        new FileStoreSpace(store.getMount()));
  }

  /** Loads OSHI; tests override this to fail. */
  SystemInfoProvider newSystem() {
    return Jna.newSystem();
  }

  private <T> T ask(Function<SystemInfoProvider, T> question) throws IOException {
    try {
      return question.apply(system());
    } catch (LinkageError e) {
      throw new IOException(
          "OSHI cannot be loaded, host metrics are not available: " + reason(e), e);
    }
  }

  /** Returns the first failure, since later ones only refer to it, in one line, unlike JNA's. */
  private synchronized String reason(LinkageError e) {
    if (unusable == null) {
      unusable = e;
    }
    Throwable cause = unusable.getCause() == null ? unusable : unusable.getCause();
    return cause.toString().replace('\n', ' ');
  }

  private synchronized SystemInfoProvider system() {
    if (unusable != null) {
      throw unusable;
    }
    SystemInfoProvider current = system;
    if (current == null) {
      current = newSystem();
      system = current;
    }
    return current;
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

  /**
   * Configures OSHI once per class loader, before any other OSHI class reads its settings. A class
   * of its own, because verifying it loads OSHI, as would a lambda in its place.
   */
  private static final class Jna {
    static {
      // OSHI has read the application's -Doshi.*, OSHI_* and oshi.properties by now. Without its
      // own defaults it also lists every mount, which leaves the choice to DiskSettings.
      GlobalConfig.clear();
      // Otherwise values may be up to 300 ms old. 0 turns caching off.
      GlobalConfig.set(GlobalConfig.OSHI_UTIL_MEMOIZER_EXPIRATION, 0);
    }

    private Jna() {}

    static SystemInfoProvider newSystem() {
      return new oshi.SystemInfo();
    }
  }
}
