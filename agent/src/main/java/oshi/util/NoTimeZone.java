package oshi.util;

/**
 * Stands in OSHI's {@code ParseUtil} for {@link java.util.TimeZone}; the name is changed there when
 * the jar is packed. {@code TimeZone.getDefault()} determines the zone of the whole JVM and sets
 * the property {@code user.timezone}, so that an application that sets it in {@code main} would be
 * too late. OSHI needs the zone for time stamps of Windows' performance counters alone, which the
 * agent does not read.
 *
 * <p>Immutable.
 */
public final class NoTimeZone {
  private static final NoTimeZone UTC = new NoTimeZone();

  private NoTimeZone() {}

  /** Returns UTC, without looking for the zone of this JVM. */
  public static NoTimeZone getDefault() {
    return UTC;
  }

  /**
   * Returns the offset from UTC, 0.
   *
   * @param date is not looked at
   */
  public int getOffset(long date) {
    return 0;
  }
}
