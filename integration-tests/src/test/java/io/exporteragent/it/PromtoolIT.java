package io.exporteragent.it;

import static java.util.regex.Pattern.compile;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.exporteragent.testing.Page;
import io.exporteragent.testing.Promtool;
import java.net.URI;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** The whole page of the demo under Prometheus' own linter. */
class PromtoolIT {
  /**
   * What promtool holds against names that are contracts: those of the tutorials are as they are.
   */
  private static final Set<String> CONTRACT_COMPLAINTS = Set.of();

  @Test
  void checkMetrics_hasNoComplaintBeyondTheContracts() {
    try (Program demo =
        Program.java(Jdk.all().get(0))
            .agent("localhost:0")
            .with("-jar", Program.DEMO.toString(), "--status-port=0", "--rate=20")
            .start()) {
      URI server = demo.serving();
      demo.awaitOutput(compile("status at"));
      await()
          .atMost(30, TimeUnit.SECONDS)
          .until(
              () -> {
                Page page = Page.metrics(server);
                return page.families().contains("cpu_percent")
                    && page.families().contains("widgets_processed_total");
              });
      assertThat(Promtool.complaints(Page.metrics(server).body()))
          .containsExactlyInAnyOrderElementsOf(CONTRACT_COMPLAINTS);
    }
  }
}
