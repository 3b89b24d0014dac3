package io.exporteragent.source.host;

import com.sun.jna.platform.linux.LibC;
import java.io.IOException;
import java.util.concurrent.Callable;

/**
 * Reads the space of a file system and the number of files it may have by {@code statvfs(3)}, which
 * the JDK offers the first half of. Uses JNA, which unpacks a library into the temporary directory
 * and of whose native access Java 24 and later warns: only for use where there is no application.
 */
final class StatVfs implements Callable<DiskSpace> {
  private final String mountpoint;

  StatVfs(String mountpoint) {
    this.mountpoint = mountpoint;
  }

  @Override
  public DiskSpace call() throws IOException {
    LibC.Statvfs read = new LibC.Statvfs();
    if (LibC.INSTANCE.statvfs(mountpoint, read) != 0) {
      throw new IOException("statvfs of " + mountpoint + " fails; may this process read it?");
    }
    long block = read.f_frsize.longValue();
    return new DiskSpace(
        read.f_blocks.longValue() * block,
        read.f_bfree.longValue() * block,
        read.f_bavail.longValue() * block,
        (double) read.f_files.longValue(),
        (double) read.f_ffree.longValue());
  }
}
