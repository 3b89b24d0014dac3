package io.exporteragent.gather;

import io.exporteragent.model.Family;
import java.util.function.Predicate;

/** One request for metrics: until when the answer is of use, and which families are asked for. */
public final class Scrape {
  private final long deadlineNanos;
  private final Predicate<String> names;

  /**
   * A request for some families.
   *
   * @param deadlineNanos the {@link System#nanoTime} after which the answer is worthless
   * @param names whether the family of the given {@link Family#name} is asked for
   */
  public Scrape(long deadlineNanos, Predicate<String> names) {
    this.deadlineNanos = deadlineNanos;
    this.names = names;
  }

  /** A request for every family. */
  public static Scrape ofEverything(long deadlineNanos) {
    return new Scrape(deadlineNanos, name -> true);
  }

  /** The {@link System#nanoTime} after which the answer is worthless. */
  public long deadlineNanos() {
    return deadlineNanos;
  }

  /** Nanoseconds left until the deadline, 0 when it has passed. */
  public long remainingNanos() {
    return Math.max(0, deadlineNanos - System.nanoTime());
  }

  /** Whether the family of the given {@link Family#name} is asked for. */
  public boolean includes(String familyName) {
    return names.test(familyName);
  }
}
