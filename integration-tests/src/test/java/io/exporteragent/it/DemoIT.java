package io.exporteragent.it;

import static java.util.regex.Pattern.compile;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.awaitility.Awaitility.await;

import io.exporteragent.testing.Page;
import java.net.URI;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

/** The demo is an ordinary application, whose own figures the agent repeats. */
class DemoIT {
  private static final Pattern STATUS = compile("status at (http://\\S+)/status");

  @Jdk.Each
  void runsWithoutTheAgent_andEndsOnCtrlC(Jdk jdk) {
    try (Program demo =
        Program.java(jdk)
            .with("-jar", Program.DEMO.toString(), "--status-port=0", "--rate=20")
            .start()) {
      URI status = URI.create(demo.awaitOutput(STATUS).group(1) + "/status");
      assertThat(Page.get(status).body())
          .matches(
              "\\{\"current_requests\":\\s*\\d+,\\s*\"pending_requests\":\\s*\\d+,\\s*\"total_uptime\":\\s*[\\d.]+,\\s*\"health\":\\s*\"healthy\"\\}\\s*");
      demo.interrupt();
      assertThat(demo.exitCode()).isEqualTo(143);
      assertThat(demo.error()).isEmpty();
    }
  }

  @Jdk.Each
  void saturated_saysUnhealthy(Jdk jdk) {
    try (Program demo =
        Program.java(jdk)
            .with("-jar", Program.DEMO.toString(), "--status-port=0", "--rate=1000")
            .start()) {
      URI status = URI.create(demo.awaitOutput(STATUS).group(1) + "/status");
      await()
          .atMost(30, TimeUnit.SECONDS)
          .until(() -> Page.get(status).body().contains("unhealthy"));
    }
  }

  @Jdk.Each
  void underTheAgent_itsFamiliesAreOnThePage(Jdk jdk) {
    try (Program demo =
        Program.java(jdk)
            .agent("localhost:0")
            .with("-jar", Program.DEMO.toString(), "--status-port=0", "--rate=10")
            .with("--min-ms=20", "--max-ms=20")
            .start()) {
      URI server = demo.serving();
      await()
          .atMost(30, TimeUnit.SECONDS)
          .until(() -> Page.metrics(server).value("widgets_processed_total") >= 5);
      Page page = Page.metrics(server);
      assertThat(page.value("average_processing_time_seconds")).isCloseTo(0.02, within(0.02));
      assertThat(page.body())
          .contains("# TYPE widgets_processed_total counter")
          .contains("# TYPE average_processing_time_seconds gauge")
          .contains("# TYPE jvm_memory_used_bytes gauge")
          .contains("# TYPE process_cpu_seconds_total counter")
          .contains("# TYPE disk_usage gauge");
      double before = page.value("widgets_processed_total");
      await()
          .atMost(30, TimeUnit.SECONDS)
          .until(() -> Page.metrics(server).value("widgets_processed_total") > before);
      demo.interrupt();
      assertThat(demo.exitCode()).as("as without the agent").isEqualTo(143);
      assertThat(demo.errorLines()).hasSize(1);
    }
  }

  @Jdk.Each
  void ownPage_isOnTheAgentsPage_familyByFamily(Jdk jdk) {
    try (Program demo =
        Program.java(jdk)
            .agent("localhost:0")
            .with("-jar", Program.DEMO.toString(), "--status-port=0", "--metrics-port=0")
            .with("--rate=2", "--min-ms=10", "--max-ms=10")
            .start()) {
      URI own = URI.create(demo.awaitOutput(compile("metrics at (\\S+)")).group(1));
      URI server = demo.serving();
      await().atMost(90, TimeUnit.SECONDS).untilAsserted(() -> assertOnPage(own, server));
      demo.interrupt();
      assertThat(demo.exitCode()).isEqualTo(143);
    }
  }

  /** Compares only what cannot have moved: the application's page is the same before and after. */
  private static void assertOnPage(URI own, URI server) {
    Exposition before = Exposition.of(Page.get(own));
    Exposition agents = Exposition.of(Page.metrics(server));
    Exposition after = Exposition.of(Page.get(own));
    assertThat(before.value("widgets_processed_total")).isPositive();
    assertThat(before).isEqualTo(after);
    assertThat(before.families()).hasSize(2);
    before
        .families()
        .forEach(
            (family, samples) -> {
              assertThat(agents.families()).containsEntry(family, samples);
              assertThat(agents.comments(family)).isEqualTo(before.comments(family)).isNotEmpty();
            });
  }
}
