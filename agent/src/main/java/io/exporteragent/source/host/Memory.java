package io.exporteragent.source.host;

/** Physical memory in bytes. */
final class Memory {
  /** Stands for a size that the operating system does not report. */
  static final long UNKNOWN = -1;

  private final long total;
  private final long available;
  private final long free;

  /**
   * @param available as reported, see {@link #available}
   * @param free not used at all, not even as a cache; or {@link #UNKNOWN}
   */
  Memory(long total, long available, long free) {
    this.total = total;
    this.available = available;
    this.free = free;
  }

  long total() {
    return total;
  }

  /**
   * Returns what is available without swapping. Some containers report more than the total (psutil
   * found this in LXC); then it is the free memory.
   */
  long available() {
    if (available <= total) {
      return available;
    }
    return free == UNKNOWN ? total : free;
  }

  long free() {
    return free;
  }
}
