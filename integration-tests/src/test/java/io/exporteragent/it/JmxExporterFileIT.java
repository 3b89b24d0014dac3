package io.exporteragent.it;

import static java.util.concurrent.TimeUnit.MINUTES;
import static java.util.regex.Pattern.compile;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.exporteragent.it.fixtures.Beans;
import io.exporteragent.testing.Page;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.Map;
import org.assertj.core.api.ThrowingConsumer;
import org.junit.jupiter.api.io.TempDir;

/** A configuration file of jmx_exporter: in the place of ours, or named in it. */
class JmxExporterFileIT {
  private static final String RULES =
      """
      lowercaseOutputName: yes
      rules:
      - pattern: shop<type=Till, name=(.+)><>Sales
        name: Shop_%s_total
        type: COUNTER
        labels: {till: $1}
      """;
  private static final String SUCCESS = "jmx_config_reload_success_total";
  private static final String FAILURE = "jmx_config_reload_failure_total";

  @TempDir private Path directory;

  @Jdk.Each
  void fileInThePlaceOfOurs_isRecognised_andServedOnceTheApplicationHasItsServer(Jdk jdk)
      throws IOException {
    write("kafka.yml", RULES.formatted("sales"));
    try (Program program = start(jdk, "kafka.yml")) {
      URI server = program.serving();
      tell(program, "servers");
      assertThat(samples(server))
          .containsEntry("jmx_scrape_error", 0.0)
          .containsEntry("exporter_agent_collector_success{collector=\"mbeans\"}", 1.0)
          .containsKey("jvm_threads_current");
      tell(program, "other");
      assertThat(samples(server)).doesNotContainKey("shop_sales_total{till=\"first\"}");
      tell(program, "servers");
      assertThat(program.output()).containsSubsequence("servers: 0", "servers: 1");

      tell(program, "platform");
      tell(program, "3");
      eventually(
          server,
          samples -> assertThat(samples).containsEntry("shop_sales_total{till=\"first\"}", 3.0));
      assertThat(Page.metrics(server).body())
          .contains("# TYPE shop_sales_total counter\n")
          .containsPattern(
              "jmx_exporter_build_info\\{name=\"exporter-agent\",version=\"[^\"]+\"} 1\n");
      assertThat(program.errorLines()).hasSize(1);
    }
  }

  @Jdk.Each
  void fileInThePlaceOfOurs_isFollowed_whateverItsTime(Jdk jdk) throws IOException {
    Path file = write("kafka.yml", RULES.formatted("first"));
    try (Program program = start(jdk, "kafka.yml")) {
      follows(program, file);
    }
  }

  @Jdk.Each
  void namedFile_isFollowed_whateverItsTime(Jdk jdk) throws IOException {
    Path file = write("kafka.yml", RULES.formatted("first"));
    write("exporter.yml", "mbeans: {jmx_exporter: kafka.yml}\n");
    try (Program program = start(jdk, "exporter.yml")) {
      follows(program, file);
    }
  }

  private static void follows(Program program, Path file) throws IOException {
    URI server = program.serving();
    tell(program, "platform");
    eventually(
        server,
        samples ->
            assertThat(samples)
                .containsEntry("shop_first_total{till=\"first\"}", 0.0)
                .containsEntry(SUCCESS, 0.0)
                .containsEntry(FAILURE, 0.0));

    Files.writeString(file, RULES.formatted("second"));
    eventually(
        server,
        samples ->
            assertThat(samples)
                .containsEntry("shop_second_total{till=\"first\"}", 0.0)
                .doesNotContainKey("shop_first_total{till=\"first\"}")
                .containsEntry(SUCCESS, 1.0));

    Files.writeString(file, "rules: [{pattern: (}]");
    eventually(
        server,
        samples ->
            assertThat(samples)
                .containsEntry("shop_second_total{till=\"first\"}", 0.0)
                .containsEntry(SUCCESS, 1.0)
                .containsEntry(FAILURE, 1.0));
    assertThat(program.error()).contains("kafka.yml:1:19: \"(\" at rules[0].pattern; expected");

    Files.delete(file);
    eventually(server, samples -> assertThat(samples).containsEntry(FAILURE, 2.0));

    Path older = Files.writeString(file.resolveSibling("older.yml"), RULES.formatted("third"));
    Files.setLastModifiedTime(older, FileTime.fromMillis(0));
    Files.move(older, file);
    eventually(
        server,
        samples ->
            assertThat(samples)
                .containsEntry("shop_third_total{till=\"first\"}", 0.0)
                .containsEntry(SUCCESS, 2.0)
                .containsEntry(FAILURE, 2.0));
    assertThat(program.errorLinesWith("is in effect")).isEqualTo(2);
  }

  @Jdk.Each
  void keysOfBothKinds_andAPageThatIsClosed_areNotServed_untilFixed(Jdk jdk) throws IOException {
    write("kafka.yml", "server: {host: 127.0.0.1}\nrules: []\n");
    try (Program program = start(jdk, "kafka.yml")) {
      program.awaitError(
          compile(
              "kafka.yml:2:1: key \"rules\" is one of jmx_exporter and \"server\" one of this agent; .*; no metrics are served until this is fixed"));
      write("kafka.yml", "httpServer: {authentication: {basic: {password: s3cret}}}\n");
      program.awaitError(
          compile(
              "kafka.yml: jmx_exporter closes its page by httpServer.authentication, .*; no metrics are served until this is fixed"));
      assertThat(program.error()).doesNotContain("s3cret", "serving");

      write("kafka.yml", "rules: []\n");
      assertThat(samples(program.serving())).containsEntry("jmx_scrape_error", 0.0);
    }
  }

  @Jdk.Each
  void warnings_areSaidOnce(Jdk jdk) throws IOException {
    write("kafka.yml", "rule: []\nhostPort: localhost:1\npassword: s3cret\n");
    try (Program program = start(jdk, "kafka.yml")) {
      URI server = program.serving();
      samples(server);
      samples(server);
      assertThat(program.errorLines())
          .hasSize(3)
          .anySatisfy(
              line ->
                  assertThat(line)
                      .endsWith(
                          "kafka.yml:1:1: unknown key \"rule\" is ignored; did you mean \"rules\"?"))
          .anySatisfy(line -> assertThat(line).contains("not honoured: hostPort, password;"));
      assertThat(program.error()).doesNotContain("s3cret");
    }
  }

  @Jdk.Each
  void withoutAnApplication_theFileIsOfNoUse_whichIsSaid(Jdk jdk) throws IOException {
    write("kafka.yml", "rules: []\n");
    try (Program program =
        Program.commandLine(jdk, "serve", "127.0.0.1:0:kafka.yml").in(directory).start()) {
      assertThat(samples(program.serving())).doesNotContainKey("jmx_scrape_error");
      assertThat(program.errorLinesWith("kafka.yml is of no use here")).isEqualTo(1);
    }
  }

  @Jdk.Each
  void check_saysWhatIsUnderstood_andWhatIsOdd(Jdk jdk) throws IOException {
    write("kafka.yml", "rule: []\nlowercaseOutputName: yes\n");
    write("exporter.yml", "mbeans: {jmx_exporter: kafka.yml}\n");
    for (String file : new String[] {"kafka.yml", "exporter.yml"}) {
      try (Program check = Program.commandLine(jdk, "check", file).in(directory).start()) {
        assertThat(check.exitCode()).as(check.error()).isZero();
        assertThat(check.output())
            .contains(
                "  jmx_exporter: kafka.yml\n",
                "# kafka.yml is a file of jmx_exporter with 1 rules",
                "# warning: kafka.yml:1:1: unknown key \"rule\" is ignored");
      }
    }
    write("kafka.yml", "rules: {}\n");
    for (String file : new String[] {"kafka.yml", "exporter.yml"}) {
      try (Program check = Program.commandLine(jdk, "check", file).in(directory).start()) {
        assertThat(check.exitCode()).isNotZero();
        assertThat(check.error()).contains("kafka.yml:1:8: a mapping at rules; expected a list");
      }
    }
  }

  private Program start(Jdk jdk, String file) {
    Program program =
        Program.java(jdk).in(directory).agent("127.0.0.1:0:" + file).fixture(Beans.class).start();
    program.awaitOutput(compile("ready"));
    return program;
  }

  private Path write(String name, String text) throws IOException {
    return Files.writeString(directory.resolve(name), text);
  }

  private static void tell(Program program, String command) {
    program.tell(command);
    program.awaitOutput(compile("done: " + command + "\\R"));
  }

  private static Map<String, Double> samples(URI server) {
    return Page.metrics(server).samples();
  }

  private static void eventually(URI server, ThrowingConsumer<Map<String, Double>> assertion) {
    await().atMost(5, MINUTES).untilAsserted(() -> assertion.accept(samples(server)));
  }
}
