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
 * Asks OSHI, which uses native code through JNA. {@code SystemInfoFactory}, which would choose an
 * implementation by itself, finds none in an isolated class loader.
 */
class OshiHost implements Host {
  private @Nullable SystemInfoProvider system;
  private @Nullable LinkageError unusable;

  /** Processors are numbered as OSHI lists them. */
  @Override
  public SortedMap<Integer, long[]> cpuTimes() throws IOException {
    long[][] rows = ask(oshi -> oshi.getHardware().getProcessor().getProcessorCpuLoadTicks());
    SortedMap<Integer, long[]> times = new TreeMap<>();
    for (int cpu = 0; cpu < rows.length; cpu++) {
      // OSHI answers zeros where it cannot read.
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

  /** OSHI takes milliseconds, asks each file system for its size, and blocks where one hangs. */
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
    // A drive of another Windows machine has the type it has there; OSHI knows that it is remote.
    boolean local = store.isLocal() && LocalTypes.contains(store.getType());
    return new Mount(
        store.getVolume(),
        store.getMount(),
        store.getType(),
        local,
        new FileStoreSpace(store.getMount()));
  }

  /** Loads OSHI; another in its place may fail to. */
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

  /** The first failure: later ones only say that there was one. In one line, which JNA's is not. */
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

  /** OSHI has no method for it. */
  private static long freeByJvm() {
    try {
      return FreeMemoryOfJvm.bytes();
    } catch (LinkageError e) {
      // A run-time image without the module jdk.management.
      return Memory.UNKNOWN;
    }
  }

  /** Apart from its user, because its class may be missing. */
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
   * Configures OSHI once for this class loader, before any other class of it reads settings. Apart
   * from its user, because verifying this class loads OSHI, and so would a lambda in its place.
   */
  private static final class Jna {
    static {
      // OSHI has taken the application's -Doshi.*, OSHI_* and oshi.properties by now. Without its
      // own defaults it also lists every mount, which leaves the choice to MountFilter.
      GlobalConfig.clear();
      // Otherwise values up to 300 ms old are answered. 0 means never remember.
      GlobalConfig.set(GlobalConfig.OSHI_UTIL_MEMOIZER_EXPIRATION, 0);
    }

    private Jna() {}

    static SystemInfoProvider newSystem() {
      return new oshi.SystemInfo();
    }
  }
}
