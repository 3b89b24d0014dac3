package io.exporteragent.it;

import static java.util.concurrent.TimeUnit.MINUTES;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.exporteragent.testing.Page;
import io.exporteragent.testing.Ports;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Other agents in the same JVM, before this one or after it: all of them work, and count alike. */
class SignalsBesideOthersIT {
  private static final String SERVER = "tomcat-11.0";
  private static final String OURS = "-javaagent:" + Program.AGENT + "=localhost:0,signals=http";
  private static final Pattern COUNT =
      Pattern.compile(
          "^http_server_request_duration_seconds_count\\{(.*)\\} ([\\d.]+)$", Pattern.MULTILINE);

  @TempDir private Path directory;

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void besideOpenTelemetry_bothCountTheSame(boolean isFirst) {
    int port = Ports.free();
    String theirs =
        "-javaagent:" + Program.libraries("opentelemetry").resolve("opentelemetry-javaagent.jar");
    String[] options = {
      isFirst ? OURS : theirs,
      isFirst ? theirs : OURS,
      "-Dotel.metrics.exporter=prometheus",
      "-Dotel.exporter.prometheus.host=127.0.0.1",
      "-Dotel.exporter.prometheus.port=" + port,
      "-Dotel.traces.exporter=none",
      "-Dotel.logs.exporter=none",
      "-Dotel.javaagent.logging=none"
    };
    try (WebApplication web = WebApplication.start(SERVER, options)) {
      URI agent = web.program().serving();
      RequestCounts.awaitMeasured(web, agent);
      web.askEverything();
      RequestCounts.assertCounted(web, agent);

      URI other = URI.create("http://127.0.0.1:" + port + "/");
      Map<String, Integer> ours = new TreeMap<>();
      RequestCounts.of(agent)
          .forEach(
              (series, count) ->
                  ours.merge(series.replaceFirst(" \\S*$", ""), count, Integer::sum));
      // They read the status of an asynchronous timeout before the server makes it the 500 that its
      // client gets.
      ours.merge("GET 500", -1, Integer::sum);
      ours.merge("GET 200", 1, Integer::sum);
      await().atMost(2, MINUTES).untilAsserted(() -> assertThat(theirs(other)).isEqualTo(ours));
    }
  }

  /** Their counts by method and status; their routes of servlets differ by version. */
  private static Map<String, Integer> theirs(URI server) {
    Map<String, Integer> counts = new TreeMap<>();
    Matcher line = COUNT.matcher(Page.metrics(server).body());
    while (line.find()) {
      String series = RequestCounts.methodAndStatus(line.group(1));
      if (!series.startsWith(WebApplication.TRIAL)) {
        counts.merge(series, (int) Double.parseDouble(line.group(2)), Integer::sum);
      }
    }
    return counts;
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void besideJmxExporter_bothServe(boolean isFirst) throws IOException {
    int port = Ports.free();
    Path empty = Files.writeString(directory.resolve("empty.yml"), "rules: []\n");
    String theirs =
        "-javaagent:%s=127.0.0.1:%d:%s"
            .formatted(
                Program.libraries("jmx-exporter").resolve("jmx_prometheus_javaagent.jar"),
                port,
                empty);
    try (WebApplication web =
        WebApplication.start(SERVER, isFirst ? OURS : theirs, isFirst ? theirs : OURS)) {
      URI agent = web.program().serving();
      RequestCounts.awaitMeasured(web, agent);
      web.askEverything();

      RequestCounts.assertCounted(web, agent);
      assertThat(Page.metrics(URI.create("http://127.0.0.1:" + port + "/")).families())
          .contains("jvm_threads_current");
    }
  }
}
