package io.exporteragent.it;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.concurrent.TimeUnit.SECONDS;
import static java.util.regex.Pattern.compile;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.exporteragent.testing.Page;
import io.exporteragent.testing.Ports;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.Attributes;
import org.junit.jupiter.api.io.TempDir;

/** The agent is loaded where one is already. */
class ReattachIT {
  private static final String NEWER = "99.1";

  @TempDir private Path directory;

  @Jdk.Each
  void sameArguments_changeNothing(Jdk jdk) {
    try (Program program = DetachIT.attached(jdk)) {
      Attachment attachment = new Attachment(program);
      Attachment.State first = attachment.load("localhost:0");
      assertThat(attachment.load("localhost:0")).isEqualTo(first);
      assertThat(attachment.load("")).isEqualTo(first);
      assertThat(Page.metrics(first.server()).value("orders_total")).isEqualTo(41);
      assertThat(said(program)).hasSize(1);
    }
  }

  @Jdk.Each
  void anotherPort_restartsTheServerOnly(Jdk jdk) throws IOException {
    try (Program program = DetachIT.attached(jdk)) {
      Attachment attachment = new Attachment(program);
      Attachment.State first = attachment.load("localhost:0");
      // Known from the second scrape on, and forgotten when the collector is made anew.
      await()
          .atMost(30, SECONDS)
          .until(() -> Page.metrics(first.server()).families().contains("cpu_percent"));

      int port = Ports.free();
      Attachment.State second = attachment.load("localhost:" + port);
      assertThat(second.url()).isEqualTo("http://localhost:" + port + "/metrics");
      Page page = Page.metrics(second.server());
      assertThat(page.value("orders_total")).isEqualTo(41);
      assertThat(page.families()).contains("cpu_percent");
      assertThat(said(program)).hasSize(2);
    }
  }

  @Jdk.Each
  void configuration_canBeAdded_changed_andLeftOutAgain(Jdk jdk) throws IOException {
    Path config = directory.resolve("exporter.yml");
    Files.writeString(config, "collectors: {disk: false}\n");
    try (Program program = DetachIT.attached(jdk)) {
      Attachment attachment = new Attachment(program);
      Attachment.State first = attachment.load("localhost:0");
      assertThat(Page.metrics(first.server()).families()).contains("disk_usage");

      Attachment.State second = attachment.load("localhost:0:" + config);
      assertThat(second.url()).isEqualTo(first.url());
      assertThat(Page.metrics(first.server()).families()).doesNotContain("disk_usage");

      Files.writeString(config, "collectors: {memory: false}\n");
      program.awaitError(compile("the new version of .* is in effect"));
      assertThat(Page.metrics(first.server()).families())
          .contains("disk_usage")
          .doesNotContain("memory_usage");

      attachment.load("localhost:0");
      assertThat(Page.metrics(first.server()).families()).contains("disk_usage", "memory_usage");
    }
  }

  @Jdk.Each
  void wrongArguments_orAWrongFile_changeNothing_andAreSaid(Jdk jdk) throws IOException {
    Path config = directory.resolve("exporter.yml");
    Files.writeString(config, "cpus: false\n");
    try (Program program = DetachIT.attached(jdk)) {
      Attachment attachment = new Attachment(program);
      Attachment.State first = attachment.load("localhost:0");
      for (String wrong : List.of("eighty", "localhost:0:" + config, "config=/nowhere.yml")) {
        Attachment.State refused = attachment.load(wrong);
        assertThat(refused.state()).isEqualTo("serving");
        assertThat(refused.url()).isEqualTo(first.url());
        assertThat(refused.error()).isNotEmpty();
        assertThat(refused.arguments()).isEqualTo(wrong);
        assertThat(Page.metrics(first.server()).value("orders_total")).isEqualTo(41);
      }
      assertThat(said(program))
          .hasSize(4)
          .filteredOn(line -> line.endsWith("; the previous configuration stays in effect"))
          .hasSize(3);
      assertThat(attachment.load("localhost:0")).isEqualTo(first);
    }
  }

  @Jdk.Each
  void wrongArguments_whereNothingRuns_canBePutRight(Jdk jdk) {
    try (Program program = DetachIT.attached(jdk)) {
      Attachment attachment = new Attachment(program);
      assertThat(attachment.load("eighty").state()).isEqualTo("failed");
      Attachment.State state = attachment.load("localhost:0");
      assertThat(state.state()).isEqualTo("serving");
      assertThat(Page.metrics(state.server()).value("orders_total")).isEqualTo(41);
    }
  }

  @Jdk.Each
  void newerJar_takesOverThePort_andTheOldCoreIsCollected(Jdk jdk) throws IOException {
    Path newer = withVersion(NEWER);
    try (Program program = DetachIT.attached(jdk)) {
      Attachment attachment = new Attachment(program);
      Attachment.State first = attachment.load("localhost:" + Ports.free());
      DetachIT.tell(program, "remember");

      Attachment.State second = attachment.request(newer, "");
      assertThat(second.version()).isEqualTo(NEWER);
      assertThat(second.url()).isEqualTo(first.url());
      assertThat(Page.metrics(second.server()).body())
          .contains("exporter_agent_build_info{", "version=\"" + NEWER + "\"")
          .contains("orders_total 41.0");
      DetachIT.tell(program, "forgotten?");
      assertThat(program.output()).doesNotContain("still there");

      // And back, as one would from a release that disappoints.
      Attachment.State third = attachment.request(Program.AGENT, first.arguments());
      assertThat(third).isEqualTo(first);
      assertThat(attachment.load("detach").state()).isEqualTo("stopped");
      DetachIT.tell(program, "forgotten? at all");
      assertThat(program.output()).doesNotContain("still there");
    }
  }

  @Jdk.Each
  void jarThatIsNoGood_doesNotCostTheAgentThatWorks(Jdk jdk) throws IOException {
    Path broken = directory.resolve("broken.jar");
    Files.writeString(broken, "not a jar");
    try (Program program = DetachIT.attached(jdk)) {
      Attachment attachment = new Attachment(program);
      Attachment.State first = attachment.load("localhost:0");
      attachment.load("jar=" + broken.toUri() + " localhost:0");
      Attachment.State second = attachment.state();
      assertThat(second.url()).isEqualTo(first.url());
      assertThat(second.error()).isNotEmpty();
      assertThat(Page.metrics(first.server()).value("orders_total")).isEqualTo(41);
      program.awaitError(
          compile("exporter-agent: refused: .*; the agent that was already here keeps running"));
    }
  }

  private static List<String> said(Program program) {
    return program.errorLines().stream()
        .filter(line -> line.startsWith("exporter-agent:"))
        .toList();
  }

  /** The built jar, as a release of another version would be. */
  private Path withVersion(String version) throws IOException {
    return AgentJar.rewritten(
        directory.resolve("exporter-agent-" + version + ".jar"),
        manifest ->
            manifest.getMainAttributes().put(Attributes.Name.IMPLEMENTATION_VERSION, version),
        core ->
            core.computeIfPresent(
                "io/exporteragent/build.properties",
                (name, build) ->
                    new String(build, UTF_8)
                        .replaceFirst("version=.*", "version=" + version)
                        .getBytes(UTF_8)));
  }
}
