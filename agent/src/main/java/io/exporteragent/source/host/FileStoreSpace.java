package io.exporteragent.source.host;

import java.io.IOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Paths;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;

/**
 * Reads the space of a file system through the JDK. Caches the {@link FileStore}: creating it reads
 * the mount table and costs far more than reading the space.
 */
final class FileStoreSpace implements Callable<DiskSpace> {
  private final String mountpoint;
  private volatile @Nullable FileStore store;

  FileStoreSpace(String mountpoint) {
    this.mountpoint = mountpoint;
  }

  @Override
  public DiskSpace call() throws IOException {
    FileStore current = store;
    if (current == null) {
      current = Files.getFileStore(Paths.get(mountpoint));
      store = current;
    }
    return new DiskSpace(
        current.getTotalSpace(), current.getUnallocatedSpace(), current.getUsableSpace());
  }
}
