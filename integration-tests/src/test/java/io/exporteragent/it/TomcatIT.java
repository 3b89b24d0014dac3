package io.exporteragent.it;

import static java.util.concurrent.TimeUnit.MINUTES;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.exporteragent.testing.Page;
import io.exporteragent.testing.Promtool;
import java.net.URI;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tomcat's MBeans on the page: without any configuration, and as a jmx_exporter file says. */
class TomcatIT {
  private static final String CONNECTOR = "{name=\"http-nio-127.0.0.1-auto-1\"}";
  private static final String CONTEXT = "{context=\"/shop\",host=\"localhost\"}";

  @ParameterizedTest
  @ValueSource(strings = {"Catalina", "Tomcat"})
  void withoutConfiguration_requestsAndSessionsAreOnThePage(String engine) {
    try (ServerApplication tomcat = ServerApplication.start("tomcat", "-Dengine=" + engine)) {
      Exposition page = tomcat.awaitPage(TomcatIT::assertAllRequestsAreCounted);

      assertThat(page.comments("tomcat_requestcount_total"))
          .containsExactly(
              "# HELP tomcat_requestcount_total Requests that a connector has processed.",
              "# TYPE tomcat_requestcount_total counter");
      assertThat(page.present("tomcat_errorcount_total" + CONNECTOR)).isEqualTo(5);
      assertThat(page.present("tomcat_bytessent_total" + CONNECTOR)).isPositive();
      assertThat(page.present("tomcat_bytesreceived_total" + CONNECTOR)).isZero();
      assertThat(page.present("tomcat_processingtime_total" + CONNECTOR) / 1000)
          .isGreaterThanOrEqualTo(page.value("tomcat_maxtime_seconds" + CONNECTOR));

      assertThat(page.present("tomcat_session_activesessions" + CONTEXT)).isEqualTo(5);
      assertThat(page.present("tomcat_session_maxactive" + CONTEXT)).isEqualTo(5);
      assertThat(page.present("tomcat_session_sessioncounter_total" + CONTEXT)).isEqualTo(5);
      assertThat(page.present("tomcat_session_expiredsessions_total" + CONTEXT)).isZero();
      assertThat(page.present("tomcat_session_rejectedsessions_total" + CONTEXT)).isZero();

      assertThat(page.present("tomcat_resource_cache_lookups_total" + CONTEXT)).isNotNegative();
      assertThat(page.present("tomcat_resource_cache_max_size_bytes" + CONTEXT))
          .isEqualTo(10 * 1024 * 1024);
      assertThat(page.present("tomcat_context_started{module=\"//localhost/shop\"}")).isOne();
      assertThat(page.present("tomcat_context_start_time_seconds{module=\"//localhost/shop\"}"))
          .isGreaterThanOrEqualTo(Math.floor(page.value("process_start_time_seconds")));
      assertThat(page.text()).containsPattern("tomcat_server_info\\{version=\"11\\.[0-9.]+\"} 1");
      assertThat(tomcat.agentLines()).filteredOn(line -> line.contains("tomcat")).hasSize(1);
      tomcat.assertUndisturbed(page);
    }
  }

  private static void assertAllRequestsAreCounted(Exposition page) {
    assertThat(page.present("tomcat_requestcount_total" + CONNECTOR)).isEqualTo(45);
  }

  @Test
  void inSpringBoot_whichRegistersMBeansIfToldTo_requestsAreOnThePage() {
    try (BootApplication application =
        BootApplication.started(
            BootApplication.launch(
                Jdk.all().get(0),
                BootApplication.Version.BOOT_3,
                "-Dserver.tomcat.mbeanregistry.enabled=true",
                "-javaagent:" + Program.AGENT + "=localhost:0"))) {
      application.order(6);
      URI agent = application.program().serving();
      String connector = "{name=\"http-nio-auto-1\"}";
      await()
          .atMost(5, MINUTES)
          .untilAsserted(
              () ->
                  assertThat(
                          Exposition.of(Page.metrics(agent))
                              .value("tomcat_requestcount_total" + connector))
                      .isEqualTo(6));

      Exposition page = Exposition.of(Page.metrics(agent));
      assertThat(page.present("tomcat_errorcount_total" + connector)).isZero();
      assertThat(page.present("tomcat_bytessent_total" + connector))
          .isEqualTo(6 * "ordered".length());
      assertThat(page.present("tomcat_context_started{module=\"//localhost/\"}")).isOne();
      assertThat(page.present("tomcat_session_activesessions{context=\"/\",host=\"localhost\"}"))
          .isZero();
      assertThat(page.families().keySet())
          .as("what Micrometer keeps of Tomcat, too")
          .contains("tomcat_sessions_active_current_sessions");
      Promtool.assertReads(page.text());
      assertThat(application.program().errorLines())
          .allMatch(line -> line.startsWith("exporter-agent: "));
    }
  }

  @Test
  void withAFileOfJmxExporter_thePageIsWhatItSays() {
    Path file = Path.of("src/test/resources/jmx/tomcat.yml");
    try (ServerApplication tomcat =
        ServerApplication.startWith(file, "tomcat", "-Dengine=Catalina")) {
      Exposition page =
          tomcat.awaitPage(
              scrape ->
                  assertThat(scrape.value("web_requests_total{protocol=\"http-nio\"}"))
                      .isEqualTo(45));

      assertThat(page.comments("web_requests_total"))
          .containsExactly(
              "# HELP web_requests_total requests of the connectors.",
              "# TYPE web_requests_total counter");
      assertThat(page.present("web_errors_total{protocol=\"http-nio\"}")).isEqualTo(5);
      assertThat(page.present("web_processing_seconds{protocol=\"http-nio\"}")).isNotNegative();
      assertThat(page.present("web_sessions_active{application=\"localhost/shop\"}")).isEqualTo(5);
      assertThat(page.present("web_sessions_rejected{application=\"localhost/shop\"}")).isZero();
      assertThat(page.text()).containsPattern("web_server\\{update=\"[0-9.]+\"} 11\\.0\n");
      assertThat(page.families().keySet()).noneMatch(family -> family.startsWith("tomcat_"));
      tomcat.assertUndisturbed(page);
    }
  }
}
