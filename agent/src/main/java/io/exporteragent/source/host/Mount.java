package io.exporteragent.source.host;

import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;

/** A mounted file system and the task that reads its space. Equality ignores that task. */
final class Mount {
  private final String device;
  private final String mountpoint;
  private final String type;
  private final boolean local;
  private final boolean readOnly;
  private final Callable<DiskSpace> space;

  /**
   * @param device the device or remote source, as the operating system names it
   * @param type the file system's type as the operating system names it, such as {@code ext4}
   * @param local whether reading certainly does not wait for another machine or process
   */
  Mount(String device, String mountpoint, String type, boolean local, Callable<DiskSpace> space) {
    this(device, mountpoint, type, local, false, space);
  }

  /**
   * @param readOnly whether nothing can be written to it
   */
  Mount(
      String device,
      String mountpoint,
      String type,
      boolean local,
      boolean readOnly,
      Callable<DiskSpace> space) {
    this.readOnly = readOnly;
    this.device = device;
    this.mountpoint = mountpoint;
    this.type = type;
    this.local = local;
    this.space = space;
  }

  String device() {
    return device;
  }

  String mountpoint() {
    return mountpoint;
  }

  String type() {
    return type;
  }

  boolean isReadOnly() {
    return readOnly;
  }

  boolean isLocal() {
    return local;
  }

  /** Returns the task that reads the space; it blocks as long as the file system does. */
  Callable<DiskSpace> space() {
    return space;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    if (!(other instanceof Mount)) {
      return false;
    }
    Mount mount = (Mount) other;
    return device.equals(mount.device)
        && mountpoint.equals(mount.mountpoint)
        && type.equals(mount.type)
        && local == mount.local
        && readOnly == mount.readOnly;
  }

  @Override
  public int hashCode() {
    return Objects.hash(device, mountpoint, type, local, readOnly);
  }
}
