package io.exporteragent.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Locale;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class StatusTest {
  private final Locale localeBefore = Locale.getDefault();

  @AfterEach
  void restoreLocale() {
    Locale.setDefault(localeBefore);
  }

  @Test
  void healthy() {
    assertThat(new Status(1, 7, 12.3456, true).toJson())
        .isEqualTo(
            "{\"current_requests\":1,\"pending_requests\":7,\"total_uptime\":12.346,\"health\":\"healthy\"}");
  }

  @Test
  void unhealthy() {
    assertThat(new Status(4, 100, 0, false).toJson())
        .isEqualTo(
            "{\"current_requests\":4,\"pending_requests\":100,\"total_uptime\":0.000,\"health\":\"unhealthy\"}");
  }

  @Test
  void numbersAreJsonInEveryLocale() {
    Locale.setDefault(Locale.forLanguageTag("ar-EG-u-nu-arab"));

    assertThat(new Status(12, 34, 86_400.5, true).toJson())
        .isEqualTo(
            "{\"current_requests\":12,\"pending_requests\":34,\"total_uptime\":86400.500,\"health\":\"healthy\"}");
  }
}
