package io.exporteragent.gather;

import io.exporteragent.model.Family;
import java.util.function.Predicate;

/** One request for metrics: its deadline and which families are requested. */
public final class Scrape {
  private final long deadlineNanos;
  private final Predicate<String> names;

  /**
   * Creates a request for some families.
   *
   * @param deadlineNanos the {@link System#nanoTime} after which the answer is of no use
   * @param names tells whether the family of a {@link Family#name} is requested
   */
  public Scrape(long deadlineNanos, Predicate<String> names) {
    this.deadlineNanos = deadlineNanos;
    this.names = names;
  }

  /** Creates a request for every family. */
  public static Scrape ofEverything(long deadlineNanos) {
    return new Scrape(deadlineNanos, name -> true);
  }

  /** Returns the {@link System#nanoTime} after which the answer is of no use. */
  public long deadlineNanos() {
    return deadlineNanos;
  }

  /** Returns the nanoseconds left until the deadline, 0 when it has passed. */
  public long remainingNanos() {
    return Math.max(0, deadlineNanos - System.nanoTime());
  }

  /** Returns whether the family of the given {@link Family#name} is requested. */
  public boolean includes(String familyName) {
    return names.test(familyName);
  }
}
