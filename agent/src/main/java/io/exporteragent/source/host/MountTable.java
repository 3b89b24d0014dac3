package io.exporteragent.source.host;

import io.exporteragent.source.host.proc.ProcFile;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.Function;

/**
 * The kernel's table of the mounts that this process sees, {@code /proc/self/mounts}. Reading it
 * accesses none of them, so none can block it. Parsed only when it has changed.
 */
final class MountTable implements MountList {
  private final ProcFile file;
  private final Function<String, Callable<DiskSpace>> spaces;

  private byte[] content = {};
  private Map<String, Mount> byMountpoint = Collections.emptyMap();
  private List<Mount> mounts = Collections.emptyList();

  MountTable(ProcFile file) {
    this(file, FileStoreSpace::new);
  }

  /**
   * @param spaces makes what reads the space of a mount point
   */
  MountTable(ProcFile file, Function<String, Callable<DiskSpace>> spaces) {
    this.file = file;
    this.spaces = spaces;
  }

  /** An unchanged mount is the same object as before. Does not wait. */
  @Override
  public synchronized List<Mount> get(long waitNanos) throws IOException {
    file.read();
    if (!file.contentEquals(content)) {
      byMountpoint = parse();
      mounts = Collections.unmodifiableList(new ArrayList<>(byMountpoint.values()));
      content = file.content();
    }
    return mounts;
  }

  @Override
  public synchronized void close() {
    file.close();
  }

  private Map<String, Mount> parse() throws IOException {
    Map<String, String> devices = new LinkedHashMap<>();
    Map<String, String> types = new LinkedHashMap<>();
    Map<String, String> options = new HashMap<>();
    for (; file.hasLine(); file.nextLine()) {
      String device = file.field();
      String mountpoint = file.field();
      String type = file.field();
      if (!type.isEmpty()) {
        devices.put(mountpoint, device);
        types.put(mountpoint, type);
        options.put(mountpoint, file.field());
      }
    }
    if (types.isEmpty()) {
      throw file.lacks("a mounted file system");
    }
    Map<String, Mount> parsed = new LinkedHashMap<>();
    devices.forEach(
        (mountpoint, device) -> {
          String type = types.getOrDefault(mountpoint, "");
          Mount mount =
              new Mount(
                  device,
                  mountpoint,
                  type,
                  isLocal(mountpoint, types),
                  isReadOnly(options.getOrDefault(mountpoint, "")),
                  spaces.apply(mountpoint));
          Mount known = byMountpoint.get(mountpoint);
          parsed.put(mountpoint, known != null && known.equals(mount) ? known : mount);
        });
    return parsed;
  }

  /** Returns whether options of a mount, parted by commas, say that nothing is written to it. */
  static boolean isReadOnly(String options) {
    return Arrays.asList(options.split(",", -1)).contains("ro");
  }

  /**
   * Returns whether the mount and those above it are local: a disk mounted below a network file
   * system hangs with that. The root is not checked: if it hung, so would the whole machine.
   */
  private static boolean isLocal(String mountpoint, Map<String, String> types) {
    boolean local = LocalTypes.contains(types.getOrDefault(mountpoint, ""));
    for (int end = mountpoint.lastIndexOf('/');
        local && end > 0;
        end = mountpoint.lastIndexOf('/', end - 1)) {
      String above = types.get(mountpoint.substring(0, end));
      local = above == null || LocalTypes.contains(above);
    }
    return local;
  }
}
