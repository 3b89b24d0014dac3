package io.exporteragent.source.host;

/** The space of one file system, in bytes, and how many files it may have. */
final class DiskSpace {
  private final double total;
  private final double unallocated;
  private final double usable;
  private final double files;
  private final double freeFiles;

  /**
   * @param unallocated free space, {@code f_bfree}
   * @param usable free space for users other than root, {@code f_bavail}
   */
  DiskSpace(long total, long unallocated, long usable) {
    this(total, unallocated, usable, Double.NaN, Double.NaN);
  }

  /**
   * @param files how many it may have, {@code f_files}; NaN if that is not known
   * @param freeFiles how many more, {@code f_ffree}
   */
  DiskSpace(long total, long unallocated, long usable, double files, double freeFiles) {
    this.files = files;
    this.freeFiles = freeFiles;
    this.total = total;
    this.unallocated = unallocated;
    this.usable = usable;
  }

  double total() {
    return total;
  }

  double unallocated() {
    return unallocated;
  }

  double files() {
    return files;
  }

  double freeFiles() {
    return freeFiles;
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
