package io.exporteragent.source.host;

/** The space of one file system, in bytes. */
final class DiskSpace {
  private final double total;
  private final double unallocated;
  private final double usable;

  /**
   * @param unallocated what nobody uses, {@code f_bfree}
   * @param usable what users other than root may still use, {@code f_bavail}
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

  /** Of what users other than root can have, the part in use, 0 to 100; NaN if they have none. */
  double percent() {
    return 100.0 * used() / (used() + free());
  }
}
