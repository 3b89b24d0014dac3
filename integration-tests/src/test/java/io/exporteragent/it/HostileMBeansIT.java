package io.exporteragent.it;

import static java.util.regex.Pattern.compile;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.exporteragent.it.fixtures.HostileMBeans;
import io.exporteragent.it.fixtures.Inspect;
import io.exporteragent.testing.Page;
import io.exporteragent.testing.Ports;
import io.exporteragent.testing.Promtool;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.io.TempDir;

/** MBeans that throw, hang, lie, come and go: the page has all the rest, each is named once. */
class HostileMBeansIT {
  private static final String FINE = "fine_Fine_n";

  private static final String RULES =
      """
      includeObjectNames: ['hostile:*', 'fine:*']
      rules:
      - {pattern: 'type=Below><>n', name: below, type: COUNTER}
      - {pattern: 'type=Twins><>foo_bar', name: twins, attrNameSnakeCase: true}
      - {pattern: 'type=Clash><>n', name: jvm_threads_current, type: GAUGE}
      - {pattern: .*}
      """;

  @TempDir private Path directory;

  @Jdk.Each
  void beansThatThrowAndLie_costThemselves_andAreNamedOnce(Jdk jdk) throws IOException {
    try (Program program = start(Program.java(jdk), RULES)) {
      URI server = program.serving();
      for (int scrape = 0; scrape < 4; scrape++) {
        Page page = Page.metrics(server);
        Promtool.assertReads(page.body());
        assertThat(page.succeeded("mbeans")).isTrue();
        assertThat(page.samples())
            .containsEntry("jmx_scrape_error", 1.0)
            .containsEntry(FINE, 1.0)
            .containsEntry("hostile_Runtime_Good", 1.0)
            .containsEntry("hostile_Error_Good", 1.0)
            .containsEntry("hostile_Overflow_Good", 1.0)
            .containsEntry("hostile_Null_good", 1.0)
            .containsEntry("hostile_Bulk_good", 1.0)
            .containsEntry("hostile_Number_good", 1.0)
            .containsEntry("hostile_InfoChanges_a", 1.0)
            .containsEntry("hostile_Twice_n", 1.0)
            .doesNotContainKeys("below_total", "hostile_Runtime_Bad", "hostile_Number_n");
        assertThat(page.samples().keySet())
            .filteredOn(series -> series.startsWith("twins"))
            .hasSize(1);
        assertThat(page.value("jvm_threads_current")).isPositive();
      }
      assertThat(program.output()).isEqualTo("ready\n");
      for (String named :
          List.of(
              "attribute Bad of hostile:type=Runtime",
              "attribute Bad of hostile:type=Error",
              "attribute Bad of hostile:type=Overflow",
              "getAttributes of hostile:type=Bulk",
              "hostile:type=NoAnswer",
              "MBeanInfo of hostile:type=InfoThrows",
              "MBeanInfo of hostile:type=InfoNull",
              "n of hostile:type=Number",
              "counter below would be -1.0 at hostile",
              "samples of twins have the labels of others",
              "the metric family jvm_threads_current is left out")) {
        assertThat(program.errorLinesWith(named)).as(named).isEqualTo(1);
      }
      assertThat(program.errorLines())
          .hasSize(12)
          .allMatch(line -> line.startsWith("exporter-agent: "));
      obeys(program);
    }
  }

  /** Each scrape has a second for a bean, so that it takes two to find both that hang. */
  @Jdk.Each
  void beansThatHang_areLeftOut_andHoldOneThreadEach(Jdk jdk) throws IOException {
    try (Program program =
        start(Program.java(jdk), "includeObjectNames: ['*:type=Fine', '*:type=Hangs*']")) {
      URI server = program.serving();
      assertThat(Page.metrics(server).succeeded("mbeans")).isTrue();
      tell(program, "hang");
      for (int scrape = 0; scrape < 5; scrape++) {
        Page page = Page.metrics(server, "X-Prometheus-Scrape-Timeout-Seconds", "4");
        assertThat(page.samples())
            .containsEntry(FINE, 1.0)
            .containsEntry("jmx_scrape_error", 1.0)
            .containsEntry("exporter_agent_collector_success{collector=\"mbeans\"}", 0.0)
            .containsKey("jvm_threads_current");
      }
      tell(program, "visits");
      assertThat(program.output()).contains("visits: 2\n");
      for (String bean : List.of("hostile:type=Hangs1", "hostile:type=Hangs2")) {
        assertThat(program.errorLinesWith(bean + " does not answer and is left out for 60 s"))
            .isEqualTo(1);
      }
      assertThat(program.errorLines()).hasSize(3);
      tell(program, "release");
      assertThat(Page.metrics(server).samples())
          .as("rests")
          .containsEntry(FINE, 1.0)
          .doesNotContainKey("hostile_Hangs1_n");
      obeys(program);
    }
  }

  @Jdk.Each
  void thousandsThatComeAndGo_breakNoPage(Jdk jdk) throws IOException {
    try (Program program =
        start(Program.java(jdk), "includeObjectNames: ['hostile:type=Churn,*', 'fine:*']")) {
      URI server = program.serving();
      tell(program, "churn");
      await().until(() -> Page.metrics(server).body().contains("hostile_Churn_Shared"));
      for (int scrape = 0; scrape < 8; scrape++) {
        Page page = Page.metrics(server);
        Promtool.assertReads(page.body());
        assertThat(page.succeeded("mbeans")).isTrue();
        assertThat(page.samples()).containsEntry(FINE, 1.0).containsEntry("jmx_scrape_error", 0.0);
      }
      tell(program, "calm");
      await().until(() -> !Page.metrics(server).body().contains("hostile_Churn"));
      assertThat(program.output()).doesNotContain("failed");
      assertThat(program.errorLines()).hasSize(1);
    }
  }

  @Jdk.Each
  void beanOfAnotherClass_underTheSameName_isFollowedAtTheNextScrape(Jdk jdk) throws IOException {
    try (Program program = start(Program.java(jdk), "includeObjectNames: ['*:type=Replaced']")) {
      URI server = program.serving();
      for (int round = 0; round < 3; round++) {
        tell(program, "narrow " + round);
        assertThat(Page.metrics(server).samples())
            .containsEntry("hostile_Replaced_Shared", 1.0)
            .doesNotContainKey("hostile_Replaced_Added");
        tell(program, "wide " + round);
        assertThat(Page.metrics(server).samples())
            .containsEntry("hostile_Replaced_Added", 2.0)
            .doesNotContainKey("hostile_Replaced_Shared");
      }
      assertThat(program.errorLines()).hasSize(1);
    }
  }

  /** Its metrics are in client_java's default registry, too, which comes before the MBeans. */
  @Jdk.Each
  void otherExporter_inTheSameJvm_servesTheSameFile(Jdk jdk) throws IOException {
    int port = Ports.free();
    Path jar = Program.libraries("jmx-exporter").resolve("jmx_prometheus_javaagent.jar");
    String rules = "startDelaySeconds: 0\nincludeObjectNames: ['fine:*']\n";
    Program.Command java =
        Program.java(jdk).with("-javaagent:%s=127.0.0.1:%d:kafka.yml".formatted(jar, port));
    try (Program program = start(java, rules)) {
      URI ours = program.serving();
      URI theirs = URI.create("http://127.0.0.1:" + port);
      for (int scrape = 0; scrape < 3; scrape++) {
        for (URI server : List.of(theirs, ours)) {
          Map<String, Double> samples = Page.metrics(server).samples();
          assertThat(samples).as("%s", server).containsEntry(FINE, 1.0);
          assertThat(samples).containsEntry("jmx_scrape_error", 0.0);
        }
      }
      assertThat(program.errorLinesWith("exporter-agent: ")).isEqualTo(2);
      assertThat(program.errorLinesWith("family %s is left out".formatted(FINE))).isEqualTo(1);
      obeys(program);
    }
  }

  @Jdk.Each
  void applicationWithoutMBeans_getsNoServer_andNoLogging(Jdk jdk) throws IOException {
    Files.writeString(directory.resolve("kafka.yml"), RULES);
    try (Program program =
        Program.java(jdk)
            .with("--add-opens=java.logging/java.util.logging=ALL-UNNAMED")
            .in(directory)
            .agent("127.0.0.1:0:kafka.yml")
            .fixture(Inspect.class)
            .start()) {
      URI server = program.serving();
      program.awaitOutput(compile("ready"));
      for (int scrape = 0; scrape < 3; scrape++) {
        assertThat(Page.metrics(server).samples()).containsEntry("jmx_scrape_error", 0.0);
      }
      program.tell("");
      assertThat(program.exitCode()).isEqualTo(7);
      assertThat(program.output()).contains("log manager initialised: false");
    }
  }

  private Program start(Program.Command java, String rules) throws IOException {
    Files.writeString(directory.resolve("kafka.yml"), rules);
    Program program =
        java.in(directory).agent("127.0.0.1:0:kafka.yml").fixture(HostileMBeans.class).start();
    program.awaitOutput(compile("ready"));
    return program;
  }

  private static void obeys(Program program) {
    tell(program, "visits");
  }

  private static void tell(Program program, String command) {
    program.tell(command);
    program.awaitOutput(compile("done: " + command + "\\R"));
  }
}
