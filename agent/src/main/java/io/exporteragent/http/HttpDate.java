package io.exporteragent.http;

import io.exporteragent.model.TextBuffer;

/**
 * The {@code Date} header (<a href="https://www.rfc-editor.org/rfc/rfc9110#section-5.6.7">RFC 9110,
 * 5.6.7</a>). {@code java.time} would load 150 classes and 1.8 MB for it, and {@code
 * java.util.Date} fixes the application's time zone.
 */
final class HttpDate {
  private static final String DAYS = "ThuFriSatSunMonTueWed";
  private static final String MONTHS = "JanFebMarAprMayJunJulAugSepOctNovDec";
  private static final int SECONDS_OF_DAY = 24 * 60 * 60;

  private HttpDate() {}

  /** Appends for instance {@code Sun, 29 Nov 2026 14:41:18 GMT}. */
  static void append(TextBuffer text, long epochMillis) {
    long seconds = Math.floorDiv(epochMillis, 1000L);
    long epochDay = Math.floorDiv(seconds, (long) SECONDS_OF_DAY);
    int ofDay = (int) Math.floorMod(seconds, (long) SECONDS_OF_DAY);
    int weekday = (int) Math.floorMod(epochDay, 7L);

    // Counting years from March puts the leap day, if any, at the end.
    long day = epochDay + 719_468;
    long era = Math.floorDiv(day, 146_097L);
    int ofEra = (int) (day - era * 146_097);
    int yearOfEra = (ofEra - ofEra / 1460 + ofEra / 36_524 - ofEra / 146_096) / 365;
    int ofYear = ofEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100);
    int fromMarch = (5 * ofYear + 2) / 153;
    int ofMonth = ofYear - (153 * fromMarch + 2) / 5 + 1;
    int month = fromMarch < 10 ? fromMarch + 2 : fromMarch - 10;
    long year = yearOfEra + era * 400 + (month < 2 ? 1 : 0);

    text.append(DAYS.substring(3 * weekday, 3 * weekday + 3)).append(',').append(' ');
    twoDigits(text, ofMonth);
    text.append(' ').append(MONTHS.substring(3 * month, 3 * month + 3)).append(' ').append(year);
    text.append(' ');
    twoDigits(text, ofDay / 3600);
    text.append(':');
    twoDigits(text, ofDay / 60 % 60);
    text.append(':');
    twoDigits(text, ofDay % 60);
    text.append(" GMT");
  }

  private static void twoDigits(TextBuffer text, int number) {
    text.append((char) ('0' + number / 10)).append((char) ('0' + number % 10));
  }
}
