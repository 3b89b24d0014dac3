package io.exporteragent.it;

import static java.util.regex.Pattern.compile;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The whole page of the demo under Prometheus' own linter. */
class PromtoolIT {
  /**
   * What promtool holds against names that are contracts: those of the tutorials are as they are.
   */
  private static final Set<String> CONTRACT_COMPLAINTS = Set.of();

  @TempDir private Path directory;

  @Test
  void checkMetrics_hasNoComplaintBeyondTheContracts() throws IOException {
    String promtool = Tool.PROMTOOL.path();
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
      Path page = Files.writeString(directory.resolve("page.txt"), Page.metrics(server).body());
      try (Program check =
          Program.command("/bin/sh")
              .with("-c", "'" + promtool + "' check metrics < '" + page + "'")
              .start()) {
        check.exitCode();
        List<String> complaints =
            (check.output() + check.error()).lines().filter(line -> !line.isBlank()).toList();
        assertThat(complaints).containsExactlyInAnyOrderElementsOf(CONTRACT_COMPLAINTS);
      }
    }
  }
}
