package io.exporteragent.config;

import org.jspecify.annotations.Nullable;

/** One HTTP status, or a class of them such as {@code 2xx}. */
public final class StatusRange {
  /** 200 to 299. */
  public static final StatusRange SUCCESS = classOf(2);

  private final int first;
  private final int last;

  private StatusRange(int first, int last) {
    this.first = first;
    this.last = last;
  }

  public static StatusRange only(int status) {
    return new StatusRange(status, status);
  }

  /**
   * The hundred statuses that begin with a digit.
   *
   * @param digit 1 to 5
   */
  public static StatusRange classOf(int digit) {
    return new StatusRange(100 * digit, 100 * digit + 99);
  }

  public boolean contains(int status) {
    return first <= status && status <= last;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof StatusRange
        && first == ((StatusRange) other).first
        && last == ((StatusRange) other).last;
  }

  @Override
  public int hashCode() {
    return 31 * first + last;
  }

  /** As in the file: {@code 200} or {@code 2xx}. */
  @Override
  public String toString() {
    return first == last ? String.valueOf(first) : first / 100 + "xx";
  }
}
