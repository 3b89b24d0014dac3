package io.exporteragent.source.host;

/** The space of one file system, in bytes. */
final class DiskSpace {
  private final double total;
  private final double unallocated;
  private final double usable;

  /**
   * @param unallocated free space, {@code f_bfree}
   * @param usable free space for users other than root, {@code f_bavail}
   */
  DiskSpace(long total, long unallocated, long usable) {
    this.total = total;
    this.unallocated = unallocated;
    this.usable = usable;
  }

  double total() {
    return total;
  }

  double used() {
    return total - unallocated;
  }

  double free() {
    return usable;
  }

  /** Returns used space in percent of used and free; NaN if both are 0. */
  double percent() {
    return 100.0 * used() / (used() + free());
  }
}
