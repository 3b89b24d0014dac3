package io.exporteragent.it;

import static java.util.concurrent.TimeUnit.MINUTES;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.exporteragent.it.fixtures.Deadlocked;
import io.exporteragent.it.fixtures.Obedient;
import io.exporteragent.it.fixtures.Wasteful;
import io.exporteragent.testing.Finished;
import io.exporteragent.testing.Ports;
import io.exporteragent.testing.Tool;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The alerts that are shipped: as promtool sees them, and in a real Prometheus of a sick JVM. */
class RulesIT {
  private static final Jdk JDK = Jdk.all().get(0);
  private static final Path RULES = Path.of("..", "rules").toAbsolutePath().normalize();
  private static final Path ALERTS = RULES.resolve("alerts.yml");
  private static final Path RECORDING = RULES.resolve("recording.yml");
  private static final Path TESTS = RULES.resolve("test/alerts.yml");

  @TempDir private Path directory;

  @Test
  void rules_areValid_andEachFiresForTheSickAlone() {
    String promtool = Tool.PROMTOOL.path();
    Finished.run(promtool, "check", "rules", ALERTS.toString(), RECORDING.toString()).succeeded();
    Finished.run(promtool, "test", "rules", TESTS.toString()).succeeded();
  }

  @Test
  void eachAlert_isTested_andExplained() throws IOException {
    Set<String> alerts = found("- alert: (\\w+)", ALERTS);
    assertThat(alerts).hasSizeGreaterThan(12);
    assertThat(found("(?s)alertname: (\\w+)\\s+exp_alerts:\\s+- exp_labels", TESTS))
        .isEqualTo(alerts);
    assertThat(
            found("(?s)alert: (\\w+)\\n(?:(?!- alert:).)*?severity: (?:warning|critical)", ALERTS))
        .isEqualTo(alerts);
    assertThat(found("(?s)alert: (\\w+)\\n(?:(?!- alert:).)*?summary: \"\\{\\{", ALERTS))
        .isEqualTo(alerts);
    assertThat(found("runbook_url: docs/alerts.md#(\\w+)", ALERTS))
        .isEqualTo(lowerCase(alerts))
        .isEqualTo(lowerCase(found("(?m)^### (\\w+)$", Path.of("../docs/alerts.md"))));
  }

  private static Set<String> found(String pattern, Path file) throws IOException {
    return Pattern.compile(pattern)
        .matcher(Files.readString(file))
        .results()
        .map(each -> each.group(1))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static Set<String> lowerCase(Set<String> names) {
    return names.stream()
        .map(name -> name.toLowerCase(Locale.ROOT))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  @Test
  void deadlock_isSeen() throws IOException {
    try (Program program =
        Program.java(JDK).agent("127.0.0.1:0").fixture(Deadlocked.class).start()) {
      program.awaitOutput(Pattern.compile("ready"));
      awaitAlert("JvmThreadsDeadlocked", program.serving());
    }
  }

  @Test
  void probeOfWhatIsDown_isSeen() throws IOException {
    Path file = directory.resolve("exporter.yml");
    Files.writeString(
        file,
        """
        probes:
          - {name: billing, url: 'http://127.0.0.1:%d/', metrics: [{name: open, value: $.open}]}
        """
            .formatted(Ports.free()));
    try (Program program =
        Program.java(JDK).agent("127.0.0.1:0:" + file).fixture(Obedient.class).start()) {
      awaitAlert("ProbeFails", program.serving());
    }
  }

  @Test
  void containerThatIsStoppedByItsLimit_isSeen() throws IOException {
    try (OwnControlGroup group = OwnControlGroup.make()) {
      group.limitCpu(20_000);
      try (Program program =
          Program.java(JDK).agent("127.0.0.1:0").fixture(Wasteful.class).start()) {
        URI server = program.serving();
        group.add(program.pid());
        for (int i = 0; i < 200; i++) {
          // It works as fast as it may while Prometheus looks.
          program.tell("waste");
        }
        awaitAlert("ContainerThrottled", server);
      }
    }
  }

  /** Waits until it is pending at least: how long it then takes to fire is Prometheus' affair. */
  private void awaitAlert(String name, URI target) throws IOException {
    Path configuration = directory.resolve("prometheus.yml");
    Files.writeString(
        configuration,
        """
        global: {scrape_interval: 1s, evaluation_interval: 1s}
        rule_files: ['%s', '%s']
        scrape_configs:
          - job_name: shop
            static_configs: [{targets: ['%s']}]
        """
            .formatted(ALERTS, RECORDING, target.getAuthority()));
    try (PrometheusServer prometheus = PrometheusServer.of(configuration, directory)) {
      await()
          .atMost(3, MINUTES)
          .ignoreExceptions()
          .until(() -> prometheus.ask("/api/v1/alerts").contains("\"alertname\":\"" + name + "\""));
    }
  }
}
