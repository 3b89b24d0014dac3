package io.exporteragent.exposition;

import java.util.Arrays;

/** Finds two points of a family with the same labels by comparing their text on the page. */
final class PointsSeen {
  /** Start plus one, and length, of the labels of a point; 0 where there is none. */
  private long[] slots = new long[64];

  private int points;
  private long first;

  /** Forgets all points. */
  void clear() {
    if (points > 1) {
      Arrays.fill(slots, 0);
    }
    points = 0;
  }

  /**
   * Adds a point, or returns false if there is one with this text.
   *
   * @param page the page so far; text that was added must stay where it is
   */
  boolean add(byte[] page, int start, int length) {
    long point = (start + 1L) << 32 | length;
    if (points++ == 0) {
      first = point;
      return true;
    }
    if (points == 2) {
      put(page, first);
    } else if (2 * points > slots.length) {
      long[] earlier = slots;
      slots = new long[4 * earlier.length];
      for (long each : earlier) {
        if (each != 0) {
          put(page, each);
        }
      }
    }
    return put(page, point);
  }

  private boolean put(byte[] page, long point) {
    int mask = slots.length - 1;
    int i = hash(page, start(point), length(point)) & mask;
    while (slots[i] != 0) {
      if (isSame(page, slots[i], point)) {
        return false;
      }
      i = (i + 1) & mask;
    }
    slots[i] = point;
    return true;
  }

  private static int hash(byte[] page, int start, int length) {
    int hash = length;
    for (int i = start; i < start + length; i++) {
      hash = 31 * hash + page[i];
    }
    return hash ^ (hash >>> 16);
  }

  private static boolean isSame(byte[] page, long one, long other) {
    int length = length(one);
    if (length != length(other)) {
      return false;
    }
    int a = start(one);
    int b = start(other);
    for (int i = 0; i < length; i++) {
      if (page[a + i] != page[b + i]) {
        return false;
      }
    }
    return true;
  }

  private static int start(long point) {
    return (int) (point >>> 32) - 1;
  }

  private static int length(long point) {
    return (int) point;
  }
}
