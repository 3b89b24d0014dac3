package io.exporteragent.guest;

import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * What is said of one subject: a state when it begins, and at most one line a minute. A state that
 * begins within a minute of the last line is said later, if it still lasts. Any thread.
 */
public final class Report {
  private static final long PAUSE_NANOS = TimeUnit.MINUTES.toNanos(1);

  private final LongSupplier nanoClock;
  private Object state;
  private boolean hasSpoken;
  private long lastNanos;

  /**
   * Creates a report that has said nothing.
   *
   * @param initial the state that goes without saying
   */
  public Report(Object initial, LongSupplier nanoClock) {
    this.state = initial;
    this.nanoClock = nanoClock;
  }

  /**
   * Says that the subject is in this state now. Does nothing if that was said last, or if anything
   * was said within a minute. To be called as often as one knows the state.
   */
  public synchronized void state(Object now, Supplier<String> line, Messages messages) {
    if (!now.equals(state) && say(line, messages)) {
      state = now;
    }
  }

  /** Notes that the subject is in a state that goes without saying. */
  public synchronized void silently(Object now) {
    state = now;
  }

  /**
   * Says something else about the subject, unless anything was said within a minute.
   *
   * @return whether it was said
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
