package io.exporteragent.it;

import static java.util.regex.Pattern.compile;
import static org.assertj.core.api.Assertions.assertThat;

import io.exporteragent.testing.Finished;
import io.exporteragent.testing.MisbehavingServer;
import io.exporteragent.testing.Page;
import io.exporteragent.testing.Ports;
import io.exporteragent.testing.Promtool;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The jar on its own, with no application to watch or to protect. */
class ServeIT {
  private static final Jdk JDK = Jdk.all().get(0);

  @TempDir private Path directory;

  @Jdk.Each
  void hostAndProbes_areScrapedByPrometheus(Jdk jdk) throws IOException {
    try (MisbehavingServer page = MisbehavingServer.serving("{\"queue\": 7}")) {
      writeConfiguration(
          """
          probes:
            - name: mail
              url: %s
              metrics: [{name: mail_queue, value: $.queue, help: Mails that wait.}]
          """
              .formatted(page.url()));
      try (Program serve = serve(jdk, "127.0.0.1:0:exporter.yml").start()) {
        URI server = serve.serving();
        try (PrometheusServer prometheus = PrometheusServer.scraping(server, directory)) {
          prometheus.awaitScrapes(2);
          assertThat(prometheus.query("mail_up")).isEqualTo(1);
          assertThat(prometheus.query("mail_queue")).isEqualTo(7);
          assertThat(prometheus.query("min(exporter_agent_collector_success)")).isEqualTo(1);
          prometheus.assertNoTrouble();
        }
        Page metrics = Page.metrics(server);
        assertThat(metrics.families())
            .contains("jvm_memory_used_bytes", "process_cpu_seconds_total", "cpu_percent")
            .contains("cpu_exporter_cpu_usage_seconds_total", "memory_usage", "disk_usage")
            .contains("mail_up", "mail_queue", "exporter_agent_config_last_reload_successful")
            .noneMatch(family -> family.startsWith("exporter_agent_application"));
        assertThat(metrics.samples().keySet())
            .noneMatch(series -> series.contains("collector=\"application\""));
        assertThat(Promtool.complaints(metrics.body())).isEmpty();
        assertThat(serve.errorLines()).hasSize(1);
        assertThat(serve.output()).isEmpty();
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"TERM", "INT"})
  void signal_endsItWell(String signal) throws IOException {
    try (Program serve =
        // A program started in the background of a shell may have inherited that INT is ignored.
        Program.command("env")
            .with("--default-signal=INT", JDK.tool("java"), "-jar", Program.AGENT.toString())
            .with("serve", "127.0.0.1:0")
            .start()) {
      URI server = serve.serving();
      assertThat(Page.metrics(server).status()).isEqualTo(200);
      Finished.run("/bin/sh", "-c", "kill -" + signal + " " + serve.pid()).succeeded();
      assertThat(serve.exitCode()).isZero();
      assertThat(serve.errorLines()).hasSize(1);
    }
  }

  @Test
  void changedFile_isPutIntoEffect() throws IOException {
    writeConfiguration("collectors: {cpu: false}\n");
    try (Program serve = serve(JDK, "127.0.0.1:0:exporter.yml").start()) {
      URI server = serve.serving();
      assertThat(Page.metrics(server).body()).doesNotContain("collector=\"cpu\"");
      writeConfiguration("collectors: {cpu: true}\n");
      serve.awaitError(compile("exporter\\.yml is in effect"));
      assertThat(Page.metrics(server).succeeded("cpu")).isTrue();
    }
  }

  @Test
  void busyPort_isFatal() throws IOException {
    try (ServerSocket busy = Ports.taken();
        Program serve = serve(JDK, "127.0.0.1:" + busy.getLocalPort()).start()) {
      assertThat(serve.exitCode()).isEqualTo(1);
      assertThat(serve.errorLines())
          .singleElement()
          .asString()
          .startsWith("exporter-agent: cannot listen on 127.0.0.1:" + busy.getLocalPort())
          .contains("free the port or give another");
    }
  }

  @Test
  void wrongFile_isFatal_andSaysWhere() throws IOException {
    writeConfiguration("collectors:\n  cpus: false\n");
    try (Program serve = serve(JDK, "127.0.0.1:0:exporter.yml").start()) {
      assertThat(serve.exitCode()).isEqualTo(1);
      assertThat(serve.errorLines())
          .singleElement()
          .asString()
          .startsWith("exporter-agent: exporter.yml:2:3: ")
          .contains("\"cpus\" at collectors;", "\"cpu\"");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"99999", "127.0.0.1:0:no-such.yml", "port=", "no-such-host.invalid:0"})
  void whatCannotBeServed_isFatal(String argument) {
    try (Program serve = serve(JDK, argument).start()) {
      assertThat(serve.exitCode()).isEqualTo(1);
      assertThat(serve.errorLines())
          .singleElement()
          .asString()
          .startsWith("exporter-agent: ")
          .doesNotContain("application keeps running");
    }
  }

  private Program.Command serve(Jdk jdk, String argument) {
    return Program.commandLine(jdk, "serve", argument).in(directory);
  }

  private void writeConfiguration(String text) throws IOException {
    Files.writeString(directory.resolve("exporter.yml"), text);
  }
}
