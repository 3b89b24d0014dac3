package io.exporteragent.demo;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.LongSupplier;

/**
 * The mean of the values recorded within the last so many seconds: their sum divided by their
 * count, with no decay and no sampling.
 *
 * <p>One slot per second of the window holds that second's count and sum, so memory does not depend
 * on how much is recorded. The window is made of whole seconds, the current one included: a value
 * recorded during second {@code s} belongs to the mean until second {@code s + window} begins.
 *
 * <p>Safe for any number of threads. Recording takes no lock: a slot is an immutable value that is
 * replaced by compare-and-set, which also makes starting a slot anew and adding to it one and the
 * same step. A pair of {@code LongAdder}s would have to be reset when its second is over, and would
 * lose what is added during the reset.
 */
final class SlidingAverage {
  private static final long NANOS_PER_SECOND = TimeUnit.SECONDS.toNanos(1);

  private final int windowSeconds;
  private final LongSupplier nanoClock;
  private final long originNanos;
  private final AtomicReferenceArray<Slot> slots;

  /**
   * @param windowSeconds length of the window, 1 or more
   * @param nanoClock a clock like {@link System#nanoTime}
   */
  SlidingAverage(int windowSeconds, LongSupplier nanoClock) {
    this.windowSeconds = windowSeconds;
    this.nanoClock = nanoClock;
    this.originNanos = nanoClock.getAsLong();
    this.slots = new AtomicReferenceArray<>(windowSeconds);
    for (int i = 0; i < windowSeconds; i++) {
      slots.set(i, Slot.NEVER_USED);
    }
  }

  /** Adds a value at the current time. */
  void record(double value) {
    long second = currentSecond();
    int index = (int) Math.floorMod(second, (long) windowSeconds);
    while (true) {
      Slot slot = slots.get(index);
      if (slot.second > second) {
        // This thread was held up for a whole window since it read the clock: the value has
        // expired.
        return;
      }
      Slot updated = slot.second == second ? slot.plus(value) : new Slot(second, 1, value);
      if (slots.compareAndSet(index, slot, updated)) {
        return;
      }
    }
  }

  /** The mean of the values in the window, {@link Double#NaN} when there is none. */
  double mean() {
    long lastExpiredSecond = currentSecond() - windowSeconds;
    long count = 0;
    double sum = 0;
    for (int i = 0; i < windowSeconds; i++) {
      Slot slot = slots.get(i);
      if (slot.second > lastExpiredSecond) {
        count += slot.count;
        sum += slot.sum;
      }
    }
    return count == 0 ? Double.NaN : sum / count;
  }

  /** Counted from the start, since {@link System#nanoTime} may be negative and may overflow. */
  private long currentSecond() {
    return (nanoClock.getAsLong() - originNanos) / NANOS_PER_SECOND;
  }

  private static final class Slot {
    static final Slot NEVER_USED = new Slot(Long.MIN_VALUE, 0, 0);

    final long second;
    final long count;
    final double sum;

    Slot(long second, long count, double sum) {
      this.second = second;
      this.count = count;
      this.sum = sum;
    }

    Slot plus(double value) {
      return new Slot(second, count + 1, sum + value);
    }
  }
}
