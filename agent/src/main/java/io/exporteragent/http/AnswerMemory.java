package io.exporteragent.http;

/**
 * The limit on how much of the application's heap all answers take together, from the first byte
 * encoded to the last byte sent; a single answer may be of any size. Any thread.
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

  /** Allows a sixteenth of the heap, within bounds. */
  static AnswerMemory ofHeap(long maxHeapBytes) {
    return new AnswerMemory(Math.max(LEAST_BYTES, Math.min(MOST_BYTES, maxHeapBytes / 16)));
  }

  /**
   * Reserves memory for an answer of the expected size.
   *
   * @return false if there is not enough now
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

  /** Reserves more for an answer that is larger than expected; false if there is none. */
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

  /** The memory reserved for one answer. */
  final class Claim {
    private boolean isHeld;
    private long bytes;

    /** Reserves that many bytes in all; false if there is not enough. */
    boolean grow(long neededBytes) {
      return AnswerMemory.this.grow(this, neededBytes);
    }

    /** Sets the reservation to the size of the complete answer. */
    void settle(long neededBytes) {
      AnswerMemory.this.settle(this, neededBytes);
    }

    /** Ends the reservation: the answer is sent or given up. May be repeated. */
    void release() {
      AnswerMemory.this.release(this);
    }
  }
}
