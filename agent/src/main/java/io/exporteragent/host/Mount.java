package io.exporteragent.host;

import java.util.concurrent.Callable;

/** A mounted file system and the way to read its space. */
final class Mount {
  private final String mountpoint;
  private final String type;
  private final boolean local;
  private final Callable<DiskSpace> space;

  /**
   * @param type the file system's type as the operating system names it, for instance {@code ext4}
   * @param local whether reading surely does not wait for another machine or process
   */
  Mount(String mountpoint, String type, boolean local, Callable<DiskSpace> space) {
    this.mountpoint = mountpoint;
    this.type = type;
    this.local = local;
    this.space = space;
  }

  String mountpoint() {
    return mountpoint;
  }

  String type() {
    return type;
  }

  boolean isLocal() {
    return local;
  }

  /** Reads the space; blocks for as long as the file system does. */
  Callable<DiskSpace> space() {
    return space;
  }
}
