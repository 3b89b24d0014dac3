package io.exporteragent.source.host;

/** Physical memory in bytes. */
final class Memory {
  /** Stands for a size that the operating system does not tell. */
  static final long UNKNOWN = -1;

  private final long total;
  private final long available;
  private final long free;

  /**
   * @param available as reported, see {@link #available}
   * @param free in no use at all, not even as a cache, or {@link #UNKNOWN}
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
   * What can be had without swapping. Some containers report more than there is in total (psutil
   * has met this in LXC); then it is what is free.
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
