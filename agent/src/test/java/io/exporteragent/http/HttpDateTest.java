package io.exporteragent.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.exporteragent.model.TextBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import org.junit.jupiter.api.Test;

class HttpDateTest {
  private static final DateTimeFormatter EXPECTED =
      DateTimeFormatter.ofPattern("EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.ENGLISH)
          .withZone(ZoneOffset.UTC);

  @Test
  void everyDay_isThatOfTheCalendar() {
    for (long day = 0; day < 400 * 366; day++) {
      long millis = day * 86_400_000 + (day * 7919 % 86_400) * 1000;
      assertThat(text(millis)).isEqualTo(EXPECTED.format(Instant.ofEpochMilli(millis)));
    }
  }

  private static String text(long millis) {
    TextBuffer text = new TextBuffer(32);
    HttpDate.append(text, millis);
    return new String(text.array(), 0, text.length(), StandardCharsets.US_ASCII);
  }
}
