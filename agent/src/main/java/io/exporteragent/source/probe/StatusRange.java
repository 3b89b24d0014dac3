package io.exporteragent.source.probe;

import io.exporteragent.config.ConfigurationException;
import io.exporteragent.config.YamlValue;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** One HTTP status, or a class of them such as {@code 2xx}. */
public final class StatusRange {
  /** 200 to 299. */
  public static final StatusRange SUCCESS = classOf(2);

  private static final Pattern FORM = Pattern.compile("[1-5](xx|[0-9]{2})");

  private final int first;
  private final int last;

  private StatusRange(int first, int last) {
    this.first = first;
    this.last = last;
  }

  static StatusRange read(YamlValue at) throws ConfigurationException {
    String text = at.text();
    if (!FORM.matcher(text).matches()) {
      throw at.expected("an HTTP status such as 200, or a class of them such as 2xx");
    }
    return text.endsWith("xx") ? classOf(text.charAt(0) - '0') : only(Integer.parseInt(text));
  }

  /** Makes a range of one status. */
  public static StatusRange only(int status) {
    return new StatusRange(status, status);
  }

  /**
   * Makes a range of the hundred statuses that begin with a digit.
   *
   * @param digit 1 to 5
   */
  public static StatusRange classOf(int digit) {
    return new StatusRange(100 * digit, 100 * digit + 99);
  }

  /** Returns whether a status is one of these. */
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

  /** Returns it as in the file: {@code 200} or {@code 2xx}. */
  @Override
  public String toString() {
    return first == last ? String.valueOf(first) : first / 100 + "xx";
  }
}
