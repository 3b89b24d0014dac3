package io.exporteragent.http;

/**
 * The memory that answers may take of the application's heap, from the first byte encoded to the
 * last byte sent. Together they hold no more than the limit, except that one answer alone may be of
 * any size. Any thread.
 */
final class AnswerMemory {
  private static final long LEAST_BYTES = 512 * 1024;
  private static final long MOST_BYTES = 256L * 1024 * 1024;

  private final long limit;
  private long held;
  private int claims;

  AnswerMemory(long limit) {
    this.limit = limit;
  }

  /** A sixteenth of the heap, within bounds. */
  static AnswerMemory ofHeap(long maxHeapBytes) {
    return new AnswerMemory(Math.max(LEAST_BYTES, Math.min(MOST_BYTES, maxHeapBytes / 16)));
  }

  /**
   * Makes room for an answer that will probably take the given number of bytes.
   *
   * @return false if there is none now
   */
  synchronized boolean admit(Claim claim, long expectedBytes) {
    if (claims > 0 && held + expectedBytes > limit) {
      return false;
    }
    claims++;
    held += expectedBytes;
    claim.bytes = expectedBytes;
    claim.isHeld = true;
    return true;
  }

  /** Makes room for an answer that has outgrown what was expected, if there is any. */
  private synchronized boolean grow(Claim claim, long neededBytes) {
    long more = neededBytes - claim.bytes;
    if (more > 0) {
      if (claims > 1 && held + more > limit) {
        return false;
      }
      held += more;
      claim.bytes = neededBytes;
    }
    return true;
  }

  private synchronized void settle(Claim claim, long bytes) {
    if (claim.isHeld) {
      held += bytes - claim.bytes;
      claim.bytes = bytes;
    }
  }

  private synchronized void release(Claim claim) {
    if (claim.isHeld) {
      claim.isHeld = false;
      claims--;
      held -= claim.bytes;
      claim.bytes = 0;
    }
  }

  synchronized long heldBytes() {
    return held;
  }

  /** What one answer holds. */
  final class Claim {
    private boolean isHeld;
    private long bytes;

    /** Makes room for that many bytes in all; false if there is none. */
    boolean grow(long neededBytes) {
      return AnswerMemory.this.grow(this, neededBytes);
    }

    /** The answer is complete and has that many bytes. */
    void settle(long neededBytes) {
      AnswerMemory.this.settle(this, neededBytes);
    }

    /** The answer is sent or given up. May be repeated. */
    void release() {
      AnswerMemory.this.release(this);
    }
  }
}
