package io.exporteragent.it;

import static java.util.regex.Pattern.compile;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.exporteragent.it.fixtures.Obedient;
import io.exporteragent.testing.Page;
import io.exporteragent.testing.Ports;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** The configuration file: how it is given, how it is followed, and what it can never do. */
class ConfigurationFileIT {
  private static final Jdk JDK = Jdk.all().get(0);
  private static final String SUCCESSFUL = "exporter_agent_config_last_reload_successful";
  private static final String TIMESTAMP =
      "exporter_agent_config_last_reload_success_timestamp_seconds";

  private static final String FAILURES =
      "exporter_agent_probe_failures_total{probe=\"app\",reason=\"connect\"}";

  @TempDir private Path directory;

  /** The ways in which files are changed in this world. */
  private enum Change {
    IN_PLACE {
      @Override
      void to(String text, Path directory) throws IOException {
        Files.writeString(directory.resolve("exporter.yml"), text);
      }
    },
    RENAMED_OVER {
      @Override
      void to(String text, Path directory) throws IOException {
        Path next = Files.writeString(directory.resolve("exporter.yml.next"), text);
        Files.move(next, directory.resolve("exporter.yml"), StandardCopyOption.REPLACE_EXISTING);
      }
    },
    /** As the kubelet does with a ConfigMap: the file itself is never touched. */
    CONFIG_MAP {
      @Override
      void to(String text, Path directory) throws IOException {
        Path link = directory.resolve("..data");
        Path before = Files.exists(link) ? link.toRealPath() : null;
        Path version = Files.createTempDirectory(directory, "..version");
        Files.writeString(version.resolve("exporter.yml"), text);
        Path next =
            Files.createSymbolicLink(directory.resolve("..data_tmp"), version.getFileName());
        Files.move(next, link, StandardCopyOption.ATOMIC_MOVE);
        if (before == null) {
          Files.createSymbolicLink(
              directory.resolve("exporter.yml"), Path.of("..data", "exporter.yml"));
        } else {
          Files.delete(before.resolve("exporter.yml"));
          Files.delete(before);
        }
      }
    };

    abstract void to(String text, Path directory) throws IOException;
  }

  /** What may stand where a good file should. */
  private enum Obstacle {
    WRONG("exporter.yml:2:3: unknown key \"cpus\" at collectors; did you mean \"cpu\"?"),
    MISSING("configuration file \"exporter.yml\" cannot be read: no such file"),
    DIRECTORY("configuration file \"exporter.yml\" cannot be read: not a regular file");

    private final String complaint;

    Obstacle(String complaint) {
      this.complaint = complaint;
    }

    void put(Path file) throws IOException {
      switch (this) {
        case WRONG -> Files.writeString(file, "collectors:\n  cpus: false\n");
        case DIRECTORY -> Files.createDirectory(file);
        case MISSING -> assertThat(file).doesNotExist();
      }
    }
  }

  @Jdk.Each
  void relativeFile_isInTheWorkingDirectoryOfTheJvm(Jdk jdk) throws IOException {
    write("collectors: {cpu: false}\n");
    try (Program program =
        Program.java(jdk)
            .in(directory)
            .agent("127.0.0.1:0:exporter.yml")
            .fixture(Obedient.class)
            .start()) {
      assertFollowed(Page.metrics(program.serving()));
      program.runsOn();
      assertThat(program.errorLines()).hasSize(1);
    }
  }

  @ParameterizedTest
  @CsvSource({"0:exporter.yml", "config=exporter.yml", "'port=0,config=exporter.yml'"})
  void forms_areAllUnderstood(String argument) throws IOException {
    write("server: {host: 127.0.0.1, port: 0}\ncollectors: {cpu: false}\n");
    try (Program program =
        Program.java(JDK).in(directory).agent(argument).fixture(Obedient.class).start()) {
      assertThat(program.serving().getHost()).isEqualTo("127.0.0.1");
      assertFollowed(Page.metrics(program.serving()));
    }
  }

  @Test
  void environment_namesTheFileAndFillsItsPlaceholders() throws IOException {
    write("server: {host: '${ADDRESS}', port: '${PORT:0}'}\ncollectors: {cpu: false}\n");
    try (Program program =
        Program.java(JDK)
            .agent("")
            .fixture(Obedient.class)
            .environment("EXPORTER_AGENT_CONFIG", directory.resolve("exporter.yml").toString())
            .environment("ADDRESS", "127.0.0.1")
            .start()) {
      assertThat(program.serving().getHost()).isEqualTo("127.0.0.1");
      assertFollowed(Page.metrics(program.serving()));
    }
  }

  private static void assertFollowed(Page page) {
    assertThat(page.value(SUCCESSFUL)).isEqualTo(1);
    assertThat(page.value(TIMESTAMP))
        .isBetween(page.value("process_start_time_seconds"), System.currentTimeMillis() / 1e3);
    assertThat(collects(page, "cpu")).isFalse();
    assertThat(collects(page, "memory")).isTrue();
  }

  @ParameterizedTest
  @EnumSource(Change.class)
  void change_isFollowed_butNotABadOne(Change change) throws IOException {
    change.to("collectors: {cpu: false}\n", directory);
    try (Program program = agent("127.0.0.1:0:exporter.yml").start()) {
      URI server = program.serving();
      double started = Page.metrics(server).value(TIMESTAMP);

      change.to("collectors:\n  memory: perhaps\n", directory);
      program.awaitError(
          compile(
              "exporter\\.yml:2:11: .*previous configuration stays in effect until this is fixed"));
      Page refused = Page.metrics(server);
      assertThat(refused.value(SUCCESSFUL)).isZero();
      assertThat(refused.value(TIMESTAMP)).isEqualTo(started);
      assertThat(collects(refused, "cpu")).isFalse();
      assertThat(collects(refused, "memory")).isTrue();

      change.to("collectors: {memory: false}\n", directory);
      program.awaitError(compile("the new version of exporter\\.yml is in effect"));
      await().atMost(60, TimeUnit.SECONDS).until(() -> Page.metrics(server).value(SUCCESSFUL) == 1);
      Page fixed = Page.metrics(server);
      assertThat(fixed.value(TIMESTAMP)).isGreaterThan(started);
      assertThat(collects(fixed, "cpu")).isTrue();
      assertThat(collects(fixed, "memory")).isFalse();
      assertThat(fixed.families()).doesNotContain("memory_usage");

      program.runsOn();
      assertThat(program.errorLines()).hasSize(3);
      assertThat(program.output()).isEqualTo("ready\nstill here\n");
    }
  }

  @ParameterizedTest
  @EnumSource(Obstacle.class)
  void wrongAtStart_servesNothing_andTheApplicationRunsOn(Obstacle obstacle) throws IOException {
    obstacle.put(directory.resolve("exporter.yml"));
    int port = Ports.free();
    try (Program program = agent("127.0.0.1:" + port + ":exporter.yml").start()) {
      program.awaitError(compile("no metrics are served until this is fixed"));
      assertRefuses(port);
      program.runsOn();
      assertThat(program.errorLines())
          .singleElement()
          .asString()
          .startsWith("exporter-agent: " + obstacle.complaint);
    }
  }

  @Test
  void wrongAtStart_isServedWhenFixed() throws IOException {
    Obstacle.DIRECTORY.put(directory.resolve("exporter.yml"));
    int port = Ports.free();
    try (Program program = agent("127.0.0.1:" + port + ":exporter.yml").start()) {
      program.awaitError(compile("not a regular file"));
      Files.delete(directory.resolve("exporter.yml"));
      Obstacle.WRONG.put(directory.resolve("exporter.yml"));
      program.awaitError(compile("exporter\\.yml:2:3: "));
      assertRefuses(port);
      write("collectors: {cpu: false}\n");
      URI server = program.serving();
      assertThat(server.getPort()).isEqualTo(port);
      assertFollowed(Page.metrics(server));
      program.runsOn();
      assertThat(program.errorLines()).hasSize(3);
    }
  }

  /** Counters show what has been rebuilt: those of a probe begin anew with it. */
  @Test
  void change_touchesItsOwnSectionOnly() throws IOException {
    int unused = Ports.free();
    String failing = "probes: [{name: app, url: 'http://127.0.0.1:%d/', timeout: %s}]\n";
    String probes = failing.formatted(unused, "1s");
    write("server: {host: 127.0.0.1, port: 0}\n" + probes);
    try (Program program = agent("config=exporter.yml").start()) {
      URI first = program.serving();
      assertThat(failures(first)).isEqualTo(1);
      assertThat(failures(first)).isEqualTo(2);

      int port = Ports.free();
      String server = "server: {host: 127.0.0.1, port: %d}\n".formatted(port);
      write(server + probes);
      program.awaitError(compile("serving http://127\\.0\\.0\\.1:" + port + "/metrics"));
      assertRefuses(first.getPort());
      URI second = URI.create("http://127.0.0.1:" + port);
      assertThat(failures(second)).isEqualTo(3);

      String disk = "collectors: {cpu: false}\ndisk: {fs_types_exclude: .}\n";
      write(server + disk + probes);
      awaitReloads(program, 2);
      Page page = Page.metrics(second);
      assertThat(page.value(FAILURES)).isEqualTo(4);
      assertThat(page.families()).doesNotContain("disk_usage", "cpu_percent");
      assertThat(collects(page, "cpu")).isFalse();
      assertThat(page.succeeded("disk")).isTrue();

      write(server + disk + failing.formatted(unused, "2s"));
      awaitReloads(program, 3);
      assertThat(failures(second)).isEqualTo(1);
      program.runsOn();
      assertThat(program.errorLinesWith("serving http://")).isEqualTo(2);
    }
  }

  private static double failures(URI server) {
    return Page.metrics(server).value(FAILURES);
  }

  private static boolean collects(Page page, String collector) {
    return page.samples()
        .containsKey("exporter_agent_collector_success{collector=\"" + collector + "\"}");
  }

  private static void awaitReloads(Program program, int reloads) {
    await()
        .atMost(30, TimeUnit.SECONDS)
        .until(() -> program.errorLinesWith("exporter.yml is in effect") == reloads);
  }

  private static void assertRefuses(int port) {
    assertThatThrownBy(() -> new Socket(InetAddress.getLoopbackAddress(), port).close())
        .isInstanceOf(ConnectException.class);
  }

  private Program.Command agent(String argument) {
    return Program.java(JDK).in(directory).agent(argument).fixture(Obedient.class);
  }

  private void write(String text) throws IOException {
    Files.writeString(directory.resolve("exporter.yml"), text);
  }
}
