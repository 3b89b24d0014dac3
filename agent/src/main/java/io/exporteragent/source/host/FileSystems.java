package io.exporteragent.source.host;

import io.exporteragent.model.Family;
import io.exporteragent.model.MetricType;
import io.exporteragent.model.ScalarFamily;
import io.exporteragent.source.host.proc.ProcFile;
import java.io.File;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Mounted file systems of Linux under the names of node_exporter's collector {@code filesystem},
 * without those it leaves out by default:
 *
 * <pre>
 * node_filesystem_avail_bytes{device="/dev/vda",fstype="ext4",mountpoint="/"} 8.23E10
 * node_filesystem_device_error{device="nas:/home",fstype="nfs4",mountpoint="/home"} 1.0
 * </pre>
 *
 * <p>One that hangs has an error and is not waited for, as in {@link DiskMetrics}. For one thread
 * at a time.
 */
public final class FileSystems implements AutoCloseable {
  /** As in {@link DiskMetrics}: no scrape waits longer for machines that do not answer. */
  private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(1);

  private final DiskSettings settings = DiskSettings.SCHEMA.defaults();
  private final MountTable mounts;
  private final MountReader reader;

  /**
   * Creates what reads nothing yet.
   *
   * @param workers as for {@link DiskMetrics}
   * @param isAlone whether there is no application: the number of files is read by JNA, which an
   *     application would see: it unpacks a library, and Java 24 and later warns of it
   */
  public FileSystems(ExecutorService workers, boolean isAlone) {
    mounts =
        new MountTable(
            new ProcFile(new File("/proc/self/mounts")), mountpoint -> space(mountpoint, isAlone));
    reader = new MountReader(workers);
  }

  private static Callable<DiskSpace> space(String mountpoint, boolean isAlone) {
    Callable<DiskSpace> byJdk = new FileStoreSpace(mountpoint);
    return isAlone ? new WithFiles(mountpoint, byJdk) : byJdk;
  }

  /** Knows the number of files where JNA can be loaded. */
  private static final class WithFiles implements Callable<DiskSpace> {
    private final Callable<DiskSpace> byJna;
    private final Callable<DiskSpace> byJdk;
    private volatile boolean isUnusable;

    WithFiles(String mountpoint, Callable<DiskSpace> byJdk) {
      this.byJna = new StatVfs(mountpoint);
      this.byJdk = byJdk;
    }

    @Override
    public DiskSpace call() throws Exception {
      try {
        return isUnusable ? byJdk.call() : byJna.call();
      } catch (LinkageError e) {
        // There is no native part of it for this system, or no place to put it.
        isUnusable = true;
        return byJdk.call();
      }
    }
  }

  /**
   * Adds the families; none if the mounts cannot be listed.
   *
   * @param waitNanos how long to wait for file systems of other machines
   */
  public void addTo(List<Family> families, long waitNanos) throws InterruptedException {
    List<Mount> wanted = new ArrayList<>();
    try {
      for (Mount mount : mounts.get(waitNanos)) {
        if (settings.includes(mount)) {
          wanted.add(mount);
        }
      }
    } catch (IOException e) {
      // Nothing is known of any.
      return;
    }
    Figures figures = new Figures();
    Map<Mount, DiskSpace> spaces = reader.read(wanted, Math.min(PATIENCE_NANOS, waitNanos));
    for (Mount mount : wanted) {
      figures.add(mount, spaces.get(mount));
    }
    figures.addTo(families);
  }

  /** The families of one scrape. */
  private static final class Figures {
    private final ScalarFamily size =
        gauge("node_filesystem_size_bytes", "Size of the file system.");
    private final ScalarFamily free =
        gauge("node_filesystem_free_bytes", "Bytes that are free, also for root alone.");
    private final ScalarFamily available =
        gauge("node_filesystem_avail_bytes", "Bytes that are free to users other than root.");
    private final ScalarFamily files =
        gauge("node_filesystem_files", "Files that the file system may have.");
    private final ScalarFamily filesFree =
        gauge("node_filesystem_files_free", "Files that it may still have.");
    private final ScalarFamily readOnly =
        gauge("node_filesystem_readonly", "1 if nothing can be written to it, else 0.");
    private final ScalarFamily error =
        gauge("node_filesystem_device_error", "1 if it could not be read in time, else 0.");

    void add(Mount mount, @Nullable DiskSpace space) {
      String[] labels = {
        "device", mount.device(), "fstype", mount.type(), "mountpoint", mount.mountpoint()
      };
      error.add(space == null ? 1 : 0, labels);
      if (space != null) {
        size.add(space.total(), labels);
        free.add(space.unallocated(), labels);
        available.add(space.free(), labels);
        readOnly.add(mount.isReadOnly() ? 1 : 0, labels);
        if (!Double.isNaN(space.files())) {
          files.add(space.files(), labels);
          filesFree.add(space.freeFiles(), labels);
        }
      }
    }

    void addTo(List<Family> families) {
      for (ScalarFamily each :
          Arrays.asList(size, free, available, files, filesFree, readOnly, error)) {
        if (!each.isEmpty()) {
          families.add(each);
        }
      }
    }

    private static ScalarFamily gauge(String name, String help) {
      return new ScalarFamily(name, MetricType.GAUGE, help);
    }
  }

  /** Closes the files it has opened and cancels what hangs. */
  @Override
  public void close() {
    reader.close();
    mounts.close();
  }
}
