package io.exporteragent.benchmarks.program;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SignalPageTest {
  private static final String COUNTS =
      """
      # TYPE http_server_request_duration_seconds histogram
      http_server_request_duration_seconds_bucket{http_route="/a",le="+Inf"} 3
      http_server_request_duration_seconds_count{http_route="/a"} 3
      http_server_request_duration_seconds_count{http_route="/b"} 4
      db_client_operation_duration_seconds_count{db_operation_name="query"} 5.0
      """;

  @Test
  void counts_areTheSumsOfTheirSeries() {
    SignalPage page = new SignalPage(COUNTS);
    assertThat(page.requests()).isEqualTo(7);
    assertThat(page.statements()).isEqualTo(5);
  }

  @Test
  void requests_ofOurAgent_countWhenAllMethodsAreWoven() {
    String methods = "exporter_agent_signal_methods{library=\"Tomcat\",signal=\"http\"} ";
    assertThat(new SignalPage(COUNTS + methods + "2\n").requests()).isZero();
    assertThat(new SignalPage(COUNTS + methods + "3\n").requests()).isEqualTo(7);
  }

  @Test
  void pageWithoutSignals_hasNone() {
    SignalPage page = new SignalPage("jvm_threads_current 9\n");
    assertThat(page.requests()).isZero();
    assertThat(page.statements()).isZero();
  }
}
