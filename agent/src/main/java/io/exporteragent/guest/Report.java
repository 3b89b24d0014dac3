package io.exporteragent.guest;

import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * Reports the state of one subject when it changes, in at most one line a minute. A change within a
 * minute of the last line is reported later, if it still holds. Any thread.
 */
public final class Report {
  private static final long PAUSE_NANOS = TimeUnit.MINUTES.toNanos(1);

  private final LongSupplier nanoClock;
  private Object state;
  private boolean hasSpoken;
  private long lastNanos;

  /**
   * Creates a report that has printed nothing.
   *
   * @param initial the state before the first report
   */
  public Report(Object initial, LongSupplier nanoClock) {
    this.state = initial;
    this.nanoClock = nanoClock;
  }

  /**
   * Reports that the subject is in this state now, unless it is the state last reported or the last
   * line is less than a minute old. Call it whenever the state is known.
   */
  public synchronized void state(Object now, Supplier<String> line, Messages messages) {
    if (!now.equals(state) && say(line, messages)) {
      state = now;
    }
  }

  /** Sets the state without reporting it. */
  public synchronized void silently(Object now) {
    state = now;
  }

  /**
   * Prints another line about the subject, unless the last is less than a minute old.
   *
   * @return whether it was printed
   */
  public synchronized boolean say(Supplier<String> line, Messages messages) {
    long nanos = nanoClock.getAsLong();
    if (hasSpoken && nanos - lastNanos < PAUSE_NANOS) {
      return false;
    }
    hasSpoken = true;
    lastNanos = nanos;
    messages.say(line.get());
    return true;
  }
}
