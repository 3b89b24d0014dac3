package io.exporteragent.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

/** Jetty's MBeans on the page without any configuration. */
class JettyIT {

  @Test
  void withoutConfiguration_requestsConnectionsAndSessionsAreOnThePage() {
    try (ServerApplication jetty = ServerApplication.start("jetty")) {
      Exposition page =
          jetty.awaitPage(scrape -> assertThat(only(scrape, "jetty_requests_total")).isEqualTo(45));

      assertThat(page.comments("jetty_requests_total"))
          .containsExactly(
              "# HELP jetty_requests_total Requests received.",
              "# TYPE jetty_requests_total counter");
      assertThat(only(page, "jetty_requests_active")).isZero();
      assertThat(only(page, "jetty_requests_active_max")).isPositive();
      assertThat(only(page, "jetty_requests_failed_total")).isZero();
      assertThat(only(page, "jetty_responses_bytes_total")).isPositive();
      assertThat(only(page, "jetty_handle_time_seconds_total"))
          .isGreaterThanOrEqualTo(only(page, "jetty_handle_time_max_seconds"))
          .isNotNegative();
      assertThat(responses(page, "2xx")).isEqualTo(40);
      assertThat(responses(page, "4xx")).isZero();
      assertThat(responses(page, "5xx")).isEqualTo(5);

      assertThat(only(page, "jetty_connections_total")).isEqualTo(5);
      assertThat(only(page, "jetty_connections_open_max")).isBetween(1.0, 5.0);
      assertThat(only(page, "jetty_sessions_current")).isEqualTo(5);
      assertThat(only(page, "jetty_sessions_total")).isEqualTo(5);
      assertThat(page.text()).containsPattern("jetty_server_info\\{.*version=\"12\\.[0-9.]+\"} 1");
      assertThat(jetty.agentLines()).filteredOn(line -> line.contains("jetty")).hasSize(1);
      jetty.assertUndisturbed(page);
    }
  }

  /** The value of a family with one sample; its labels have a hash code in them. */
  private static double only(Exposition page, String family) {
    Map<String, Double> samples = page.families().getOrDefault(family, Map.of());
    assertThat(samples).as(family).hasSize(1);
    return samples.values().iterator().next();
  }

  private static double responses(Exposition page, String code) {
    return page.families().get("jetty_responses_total").entrySet().stream()
        .filter(sample -> sample.getKey().contains("{code=\"" + code + "\""))
        .mapToDouble(Map.Entry::getValue)
        .findFirst()
        .orElse(Double.NaN);
  }
}
