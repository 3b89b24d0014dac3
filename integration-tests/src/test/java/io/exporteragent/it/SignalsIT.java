package io.exporteragent.it;

import static java.util.concurrent.TimeUnit.SECONDS;
import static java.util.regex.Pattern.compile;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.exporteragent.it.BootApplication.Version;
import io.exporteragent.it.fixtures.Orders;
import io.exporteragent.it.fixtures.OwnServer;
import io.exporteragent.testing.Page;
import io.exporteragent.testing.Promtool;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Requests of Spring Boot applications, and operations of a database, measured without a change.
 */
class SignalsIT {
  private static final String COUNT = "http_server_request_duration_seconds_count";

  @TempDir private Path directory;

  @ParameterizedTest
  @MethodSource("io.exporteragent.it.BootApplication#everywhere")
  void fromTheStart_everyRequestIsCountedOnce(Jdk jdk, Version version) {
    try (BootApplication application =
        BootApplication.started(
            BootApplication.launch(
                jdk, version, "-javaagent:" + Program.AGENT + "=localhost:0,signals=auto"))) {
      URI agent = application.program().serving();
      awaitWeaving(agent);
      Exposition before = Exposition.of(Page.metrics(agent));
      application.order(6);
      assertThat(Page.get(application.uri("/nowhere")).status()).isEqualTo(404);
      assertThat(Page.get(application.uri("/fail")).status()).isEqualTo(500);
      assertThat(Page.get(application.uri("/fail")).status()).isEqualTo(500);

      // A server counts a request after its client has the answer.
      await()
          .atMost(30, SECONDS)
          .until(() -> sum(Exposition.of(Page.metrics(agent))) - sum(before) >= 9);
      Exposition page = Exposition.of(Page.metrics(agent));
      assertThat(counts(page))
          .containsAllEntriesOf(
              Map.of(
                  series("GET", "/order", "200", ""),
                  6.0,
                  series("GET", "/fail", "500", "error_type=\"500\","),
                  2.0));
      assertThat(sum(page) - sum(before)).isEqualTo(9);
      assertThat(counts(page).keySet()).noneMatch(series -> series.contains("/error"));
      Promtool.assertReads(page.text());
    }
  }

  @ParameterizedTest
  @MethodSource("io.exporteragent.it.BootApplication#everywhere")
  void attachedLate_theNextRequestsAreCounted_andTheNextAgentBeginsAnew(Jdk jdk, Version version) {
    try (BootApplication application =
        BootApplication.started(BootApplication.launch(jdk, version))) {
      application.order(1);
      Attachment attachment = new Attachment(application.program());
      for (int orders : new int[] {5, 2}) {
        URI agent = attachment.load("host=localhost,port=0,signals=http").server();
        awaitWeaving(agent);
        application.order(orders);
        await()
            .atMost(30, SECONDS)
            .untilAsserted(
                () ->
                    assertThat(counts(Exposition.of(Page.metrics(agent))))
                        .containsExactly(
                            Map.entry(series("GET", "/order", "200", ""), (double) orders)));
        assertThat(attachment.load("detach").state()).isEqualTo("stopped");
        application.order(1);
      }
    }
  }

  @Jdk.Each
  void requestsOnVirtualThreads_countForTheirOwnRoutes(Jdk jdk) {
    assumeTrue(jdk.feature() >= 21, "virtual threads need Java 21");
    try (BootApplication application =
        BootApplication.started(
            BootApplication.launch(
                jdk,
                Version.BOOT_3,
                "-javaagent:" + Program.AGENT + "=localhost:0,signals=http",
                "-Dspring.threads.virtual.enabled=true"))) {
      URI agent = application.program().serving();
      awaitWeaving(agent);
      List<CompletableFuture<Integer>> answers =
          Stream.of("/order", "/fail", "/nowhere")
              .flatMap(path -> Stream.generate(() -> path).limit(100))
              .map(
                  path ->
                      CompletableFuture.supplyAsync(() -> Page.get(application.uri(path)).status()))
              .toList();
      answers.forEach(CompletableFuture::join);

      await()
          .atMost(60, SECONDS)
          .untilAsserted(
              () ->
                  assertThat(counts(Exposition.of(Page.metrics(agent))))
                      .containsExactlyInAnyOrderEntriesOf(
                          Map.of(
                              series("GET", "/order", "200", ""),
                              100.0,
                              series("GET", "/fail", "500", "error_type=\"500\","),
                              100.0,
                              series("GET", "/**", "404", ""),
                              100.0)));
    }
  }

  @Jdk.Each
  void operationsOfADriver_areCountedOnceEach(Jdk jdk) {
    try (Program orders =
        Program.java(jdk).agent("localhost:0,signals=jdbc").fixture(Orders.class, "h2").start()) {
      URI agent = orders.serving();
      awaitMoreMethods(agent, 0);
      double woven = driverMethods(agent);
      orders.tell("work");
      orders.awaitOutput(compile("done: work"));
      awaitMoreMethods(agent, woven);
      String family = "db_client_operation_duration_seconds";
      Map<String, Double> before = Exposition.of(Page.metrics(agent)).counts(family);
      orders.tell("work again");
      orders.awaitOutput(compile("done: work again"));

      Map<String, Double> operations = Exposition.of(Page.metrics(agent)).counts(family);
      before.forEach((series, count) -> operations.merge(series, -count, Double::sum));
      String begin =
          "db_client_operation_duration_seconds_count{db_operation_name=\"%s\",db_system_name=\"h2database\"}";
      assertThat(operations)
          .isEqualTo(
              Map.of(
                  begin.formatted("query"),
                  5.0,
                  begin.formatted("update"),
                  3.0,
                  begin.formatted("batch"),
                  1.0,
                  begin.formatted("execute"),
                  1.0,
                  begin.formatted("commit"),
                  1.0,
                  begin.formatted("rollback"),
                  1.0,
                  begin
                      .formatted("query")
                      .replace("\"}", "\",error_type=\"org.h2.jdbc.JdbcSQLSyntaxErrorException\"}"),
                  1.0));
    }
  }

  @Test
  void libraryOfOnesOwn_isMeasuredAsTheConfigurationFileSays() throws IOException {
    Path file =
        Files.writeString(
            directory.resolve("exporter.yml"),
            """
            signals:
              - of: Own server
                signal: http_server
                class: %1$s$Exchange
                method: finished
                arguments: 1
                request_method: this.verb
                status: this.getAnswer().code
                request: this
              - of: Own log
                signal: log_events
                class: %1$s$Exchange
                method: finished
                arguments: 1
                level: this.missing()
              - of: Own server
                signal: http_begin
                class: %1$s$Exchange
                method: begin
                arguments: 0
                request: this
              - of: Own server
                signal: http_mapping
                class: %1$s$Exchange
                method: routed
                arguments: 1
                request: this
                mapping: arg0
            """
                .formatted(OwnServer.class.getName()));
    try (Program program =
        Program.java(Jdk.all().get(0))
            .agent("localhost:0:" + file)
            .fixture(OwnServer.class)
            .start()) {
      URI agent = program.serving();
      program.awaitOutput(compile("ready"));
      await()
          .atMost(60, SECONDS)
          .until(
              () -> {
                program.tell("/cart");
                return counts(Exposition.of(Page.metrics(agent)))
                    .containsKey(series("GET", "/cart", "204", ""));
              });
      for (int i = 1; i <= 100; i++) {
        program.tell("/" + i);
      }
      program.awaitOutput(compile("done: /100"));
      assertThat(counts(Exposition.of(Page.metrics(agent))))
          .hasSizeBetween(101, 102)
          .containsEntry(series("GET", "/99", "204", ""), 1.0)
          .containsEntry(series("GET", "other", "204", ""), 1.0);
      assertThat(
              program.errorLinesWith(
                  "signals: http_server_request_duration_seconds has more than 100 values of http_route"))
          .isEqualTo(1);
      program.awaitError(
          compile(
              "exporter-agent: signals: Own log is of a version that is not known, so nothing is measured in "
                  + "\\S+Exchange: \\S+Exchange has no missing\\(\\); a later version"));
    }
  }

  private static void awaitMoreMethods(URI agent, double than) {
    await().atMost(60, SECONDS).until(() -> driverMethods(agent) > than);
  }

  private static double driverMethods(URI agent) {
    return Exposition.of(Page.metrics(agent))
        .value("exporter_agent_signal_methods{library=\"JDBC\",signal=\"jdbc\"}");
  }

  private static void awaitWeaving(URI agent) {
    await()
        .atMost(60, SECONDS)
        .until(
            () ->
                Exposition.of(Page.metrics(agent))
                        .value("exporter_agent_signal_methods{library=\"Tomcat\",signal=\"http\"}")
                    == 4);
  }

  private static Map<String, Double> counts(Exposition page) {
    return page.counts("http_server_request_duration_seconds");
  }

  private static double sum(Exposition page) {
    return counts(page).values().stream().mapToDouble(count -> count).sum();
  }

  private static String series(String method, String route, String status, String more) {
    return COUNT
        + "{%shttp_request_method=\"%s\",http_response_status_code=\"%s\",http_route=\"%s\"}"
            .formatted(more, method, status, route);
  }
}
