package io.exporteragent.it;

import static java.util.concurrent.TimeUnit.SECONDS;
import static java.util.regex.Pattern.compile;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.exporteragent.it.fixtures.Attached;
import io.exporteragent.testing.Page;
import io.exporteragent.testing.Ports;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import java.util.function.BooleanSupplier;
import java.util.regex.Matcher;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The command that has a running JVM serve its metrics. */
class AttachIT {
  private static final Jdk JDK = Jdk.all().get(0);

  @TempDir private Path directory;

  static Stream<Arguments> pairs() {
    return Jdk.all().stream()
        .flatMap(tool -> Jdk.all().stream().map(target -> Arguments.of(tool, target)));
  }

  @ParameterizedTest
  @MethodSource("pairs")
  void toolOfOneJdk_attachesToJvmOfAnother_andPrintsTheUrlAlone(Jdk tool, Jdk target) {
    try (Program program = DetachIT.attached(target);
        Program attach = attach(tool, program, "localhost:0")) {
      URI url = urlOf(attach);
      assertThat(attach.error()).isEmpty();
      assertThat(url.getHost()).isEqualTo("localhost");
      assertThat(Page.get(url).value("orders_total")).isEqualTo(41);
      assertThat(program.output()).isEqualTo("ready\n");
    }
  }

  @Jdk.Each
  void demoThatHasRunForAWhile_hasCountedAllTheTime(Jdk jdk) {
    try (Program demo =
        Program.java(jdk)
            .with("-jar", Program.DEMO.toString(), "--status-port=0", "--rate=50")
            .with("--min-ms=1", "--max-ms=1")
            .start()) {
      URI status = URI.create(demo.awaitOutput(compile("status at (\\S+)")).group(1));
      await().atMost(30, SECONDS).until(() -> uptimeSeconds(status) >= 3);
      try (Program attach = attach(jdk, demo, "localhost:0")) {
        assertThat(Page.get(urlOf(attach)).value("widgets_processed_total")).isGreaterThan(100);
      }
    }
  }

  private static double uptimeSeconds(URI status) {
    Matcher uptime = compile("\"total_uptime\"\\s*:\\s*([0-9.]+)").matcher(Page.get(status).body());
    assertThat(uptime.find()).isTrue();
    return Double.parseDouble(uptime.group(1));
  }

  @Jdk.Each
  void sameArguments_orNone_loadNothing(Jdk jdk) {
    try (Program program = DetachIT.attached(jdk);
        Program first = attach(jdk, program, "localhost:0")) {
      URI url = urlOf(first);
      List<String> said = program.errorLines();
      try (Program same = attach(jdk, program, "localhost:0");
          Program none = attach(jdk, program)) {
        assertThat(urlOf(same)).isEqualTo(url);
        assertThat(urlOf(none)).isEqualTo(url);
      }
      assertThat(program.errorLines()).isEqualTo(said);
    }
  }

  @Jdk.Each
  void agentOfTheCommandLine_isGivenOtherArguments(Jdk jdk) throws IOException {
    Files.writeString(directory.resolve("exporter.yml"), "collectors: {disk: false}\n");
    try (Program demo =
        Program.java(jdk)
            .agent("localhost:0")
            .with("-jar", Program.DEMO.toString(), "--status-port=0")
            .start()) {
      URI before = demo.serving();
      assertThat(Page.metrics(before).families()).contains("disk_usage");
      try (Program attach =
          Program.commandLine(jdk, "attach", Long.toString(demo.pid()), "localhost:0:exporter.yml")
              .in(directory)
              .start()) {
        assertThat(urlOf(attach)).isEqualTo(before.resolve("/metrics"));
      }
      assertThat(Page.metrics(before).families()).doesNotContain("disk_usage");
    }
  }

  @Jdk.Each
  void jvmThatHasJustBeenStarted_isWaitedFor(Jdk jdk) {
    try (Program demo =
            Program.java(jdk).with("-jar", Program.DEMO.toString(), "--status-port=0").start();
        Program attach = attach(jdk, demo, "localhost:0")) {
      assertThat(Page.get(urlOf(attach)).families()).contains("jvm_threads_current");
      assertThat(demo.isAlive()).isTrue();
    }
  }

  @Test
  void byName_oneMatches_orAllAreMeant() throws IOException {
    String name = "shop-" + UUID.randomUUID();
    Path jar = Files.copy(Program.DEMO, directory.resolve(name + ".jar"));
    try (Program first = demo(jar);
        Program one = Program.commandLine(JDK, "attach", name + "\\.jar$", "localhost:0").start()) {
      URI url = urlOf(one);
      try (Program second = demo(jar);
          Program several = Program.commandLine(JDK, "attach", name, "localhost:0").start();
          Program all =
              Program.commandLine(JDK, "attach", name, "localhost:0", "--all", "--json").start()) {
        assertThat(several.exitCode()).isEqualTo(2);
        assertThat(several.output()).isEmpty();
        assertThat(several.errorLines())
            .singleElement()
            .asString()
            .contains(first.pid() + " " + jar, second.pid() + " " + jar, "--all");
        assertThat(all.exitCode()).as(all.error()).isZero();
        assertThat(all.output().lines())
            .hasSize(2)
            .allMatch(line -> line.contains("\"state\":\"serving\""))
            .anyMatch(line -> line.startsWith("{\"pid\":" + first.pid() + ",\"main\":\"" + jar))
            .anyMatch(line -> line.startsWith("{\"pid\":" + second.pid() + ","))
            .anyMatch(line -> line.contains("\"url\":\"" + url + "\""));
      }
    }
  }

  @Test
  void allWithOnePort_isAsBadAsTheWorst() throws IOException {
    String name = "shop-" + UUID.randomUUID();
    Path jar = Files.copy(Program.DEMO, directory.resolve(name + ".jar"));
    String port = Integer.toString(Ports.free());
    try (Program first = demo(jar);
        Program second = demo(jar);
        Program all = Program.commandLine(JDK, "attach", name, port, "--all").start()) {
      assertThat(all.exitCode()).isEqualTo(7);
      assertThat(all.output()).isEqualTo("http://localhost:" + port + "/metrics\n");
      assertThat(all.errorLines()).singleElement().asString().contains("port " + port);
      assertThat(first.isAlive() && second.isAlive()).isTrue();
    }
  }

  @Jdk.Each
  void toolThatIsKilled_leavesTheTargetHealthy(Jdk jdk) throws IOException {
    // In a directory of its own, since the JDK of the tool leaves a file where it is killed.
    try (Program program =
        Program.java(jdk).fixture(Attached.class, "client-java-1.0.0").in(directory).start()) {
      program.awaitOutput(compile("ready"));
      Path socket = Path.of("/tmp/.java_pid" + program.pid());
      killWhen(attach(jdk, program, "localhost:0"), () -> Files.exists(socket));
      DetachIT.tell(program, "order 1");
      killWhen(
          attach(jdk, program, "localhost:" + Ports.free()),
          () -> program.errorLinesWith("exporter-agent: serving") > 0);
      DetachIT.tell(program, "order 2");
      try (Program attach = attach(jdk, program, "localhost:0")) {
        assertThat(Page.get(urlOf(attach)).value("orders_total")).isEqualTo(43);
      }
    }
  }

  @Test
  void withoutModuleJdkAttach_theEmulationServes() {
    try (Program program = DetachIT.attached(JDK);
        Program attach =
            Program.java(JDK)
                .with("--limit-modules", "java.se,jdk.unsupported")
                .with("-jar", Program.AGENT.toString())
                .with("attach", Long.toString(program.pid()), "localhost:0")
                .start()) {
      assertThat(Page.get(urlOf(attach)).value("orders_total")).isEqualTo(41);
    }
  }

  private static void killWhen(Program tool, BooleanSupplier condition) {
    try (tool) {
      await().atMost(30, SECONDS).until(() -> condition.getAsBoolean() || !tool.isAlive());
    }
  }

  private static Program demo(Path jar) {
    Program demo = Program.java(JDK).with("-jar", jar.toString(), "--status-port=0").start();
    demo.awaitOutput(compile("status at"));
    return demo;
  }

  static Program attach(Jdk jdk, Program target, String... arguments) {
    return Program.commandLine(jdk, "attach", Long.toString(target.pid())).with(arguments).start();
  }

  /** What a successful attach prints. */
  static URI urlOf(Program attach) {
    assertThat(attach.exitCode()).as(attach.error()).isZero();
    assertThat(attach.output()).matches("http://\\S+/metrics\\R");
    return URI.create(attach.output().trim());
  }
}
