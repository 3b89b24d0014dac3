package io.exporteragent.it;

import static java.util.regex.Pattern.compile;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

import io.exporteragent.it.fixtures.Greeting;
import io.exporteragent.it.fixtures.Obedient;
import io.exporteragent.testing.Page;
import io.exporteragent.testing.Ports;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpTimeoutException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** How the agent is started, and what happens when that does not work: never to the application. */
class StartIT {
  private static final String PROTOBUF =
      "application/vnd.google.protobuf;proto=io.prometheus.client.MetricFamily;encoding=delimited";

  private static final Jdk JDK = Jdk.all().get(0);

  @TempDir private Path directory;

  @Jdk.Each
  void loadedIntoARunningJvm_servesThePage(Jdk jdk) throws Exception {
    int port = Ports.free();
    try (Program demo =
        Program.java(jdk)
            .with("-jar", Program.DEMO.toString(), "--status-port=0", "--rate=50")
            .start()) {
      demo.awaitOutput(compile("status at"));
      assertThat(demo.error()).isEmpty();
      String pid = String.valueOf(demo.pid());
      jdk.run("jcmd", pid, "JVMTI.agent_load", Program.AGENT.toString(), String.valueOf(port));
      URI server = demo.serving();
      assertThat(server.getPort()).isEqualTo(port);
      await()
          .atMost(30, TimeUnit.SECONDS)
          .until(() -> Page.metrics(server).value("widgets_processed_total") > 0);
    }
  }

  @Test
  void noArgument_servesPort8000OfEveryInterface() {
    try (Program program =
        Program.java(JDK)
            .agent("")
            .fixture(Obedient.class)
            .environment("EXPORTER_AGENT_PORT", "0")
            .start()) {
      program.serving();
      assertThat(program.error())
          .matches("exporter-agent: serving http://0\\.0\\.0\\.0:\\d+/metrics \\(pid \\d+\\)\\R");
      assertThat(program.error()).contains("(pid " + program.pid() + ")");
    }
  }

  @ParameterizedTest
  @CsvSource({
    "127.0.0.1:0, http://127.0.0.1",
    "[::1]:0, http://[::1]",
    "localhost:0, http://localhost",
    "'host=127.0.0.1,port=0', http://127.0.0.1",
    "port=0, http://0.0.0.0"
  })
  void addressForms_areServed(String argument, String expected) {
    try (Program program = Program.java(JDK).agent(argument).fixture(Obedient.class).start()) {
      URI server = program.serving();
      assertThat(server.toString()).startsWith(expected + ":");
      assertThat(Page.get(server.resolve("/-/healthy")).status()).isEqualTo(200);
    }
  }

  @Test
  void environment_fillsInWhatIsNotGiven() {
    try (Program program =
        Program.java(JDK)
            .agent("port=0")
            .fixture(Obedient.class)
            .environment("EXPORTER_AGENT_HOST", "127.0.0.1")
            .environment("EXPORTER_AGENT_PORT", "nonsense")
            .start()) {
      assertThat(program.serving().getHost()).isEqualTo("127.0.0.1");
    }
  }

  @ParameterizedTest
  @CsvSource({
    "99999, \"99999\" in agent argument \"99999\" is not a port: give a number from 0 to 65535",
    "eighty, is not a port",
    "prot=8000, 'unknown key \"prot\" in agent argument \"prot=8000\": did you mean \"port\"? the keys are config, host, modules, port'",
    "port=, no value for \"port\"",
    "::1:8000, cannot understand agent argument"
  })
  void badArgument_isOneLineWithTheRemedy_andTheApplicationRunsOn(String argument, String line) {
    try (Program program = Program.java(JDK).agent(argument).fixture(Obedient.class).start()) {
      program.awaitOutput(compile("ready"));
      program.awaitError(compile("without metrics"));
      program.runsOn();
      assertThat(program.errorLines()).singleElement().asString().contains(line);
    }
  }

  @Test
  @SuppressWarnings("try") // that the port is freed in the middle is the point
  void busyPort_isSaidOnce_andServedWhenFree() throws IOException {
    try (ServerSocket busy =
            new ServerSocket(0, 1, InetAddress.getByAddress(new byte[] {127, 0, 0, 1}));
        Program program =
            Program.java(JDK)
                .agent("127.0.0.1:" + busy.getLocalPort())
                .fixture(Obedient.class)
                .start()) {
      program.awaitError(compile("cannot listen on 127.0.0.1:" + busy.getLocalPort()));
      program.awaitOutput(compile("ready"));
      busy.close();
      assertThat(Page.metrics(program.serving()).status()).isEqualTo(200);
      assertThat(program.errorLines()).hasSize(2);
      program.runsOn();
    }
  }

  @Test
  void applicationsClientJavaSettings_areNotOurs() {
    try (Program program =
        Program.java(JDK)
            .with("-Dio.prometheus.exporter.httpServer.port=1", "-Dio.prometheus.no.such.key=x")
            .with("-Doshi.util.proc.path=/nowhere", "-Dslf4j.provider=com.acme.NoSuchProvider")
            .agent("localhost:0")
            .fixture(Obedient.class)
            .environment("IO_PROMETHEUS_EXPORTER_HTTP_SERVER_PORT", "2")
            .environment("IO_PROMETHEUS_NO_SUCH_KEY", "x")
            .start()) {
      Page page = Page.metrics(program.serving());
      for (String collector :
          List.of("application", "jvm", "process", "container", "cpu", "memory", "disk")) {
        assertThat(page.succeeded(collector)).as(collector).isTrue();
      }
      program.runsOn();
      assertThat(program.errorLines()).hasSize(1);
    }
  }

  @Test
  void unknownHost_isSaidOnce_andTheApplicationRunsOn() {
    try (Program program =
        Program.java(JDK).agent("no-such-host.invalid:8000").fixture(Obedient.class).start()) {
      program.awaitError(compile("the host name is not known"));
      program.runsOn();
      assertThat(program.errorLines()).hasSize(1);
    }
  }

  @Jdk.Each
  void twoAgents_theSecondSaysSoAndDoesNothing(Jdk jdk) throws IOException {
    Path copy = Files.copy(Program.AGENT, directory.resolve("copy.jar"));
    try (Program program =
        Program.java(jdk)
            .agent("127.0.0.1:0")
            .with("-javaagent:" + copy + "=127.0.0.1:0")
            .fixture(Obedient.class)
            .start()) {
      program.serving();
      assertThat(program.errorLines())
          .hasSize(2)
          .anyMatch(line -> line.contains("the second agent does nothing"));
      program.runsOn();
    }
  }

  @Jdk.Each
  void jdkTools_areLeftAlone(Jdk jdk) {
    for (List<String> tool :
        List.of(
            List.of("jps"),
            List.of("jcmd", "-l"),
            List.of("javac", "-version"),
            List.of("keytool", "-help"),
            List.of("jar", "--version"))) {
      try (Program program =
          Program.command(jdk.tool(tool.get(0)))
              .with(tool.subList(1, tool.size()).toArray(String[]::new))
              .environment("JAVA_TOOL_OPTIONS", "-javaagent:" + Program.AGENT + "=localhost:0")
              .start()) {
        assertThat(program.exitCode()).as("%s: %s", tool, program.error()).isZero();
        assertThat(program.output() + program.error()).doesNotContain("exporter-agent:");
      }
    }
  }

  @Jdk.Each
  void applicationOfModules_isServedWithoutAnyOption(Jdk jdk) throws Exception {
    Path modules = compileModule(jdk);
    try (Program program = modular(jdk, modules).start()) {
      assertThat(Page.metrics(program.serving()).value("jvm_threads_current")).isPositive();
      assertThat(program.exitCode()).isZero();
      assertThat(program.output()).contains("modular");
      assertThat(program.errorLines()).hasSize(1);
    }
  }

  private static Program.Command modular(Jdk jdk, Path modules) {
    return Program.java(jdk)
        .agent("localhost:0")
        .with("-p", modules.toString(), "-m", "greeting/greeting.Main");
  }

  /** A module that waits for a line of its input or five seconds, and ends. */
  private Path compileModule(Jdk jdk) throws IOException {
    Path source = Files.createDirectories(directory.resolve("src/greeting/greeting"));
    Files.writeString(source.resolveSibling("module-info.java"), "module greeting {}");
    Files.writeString(
        source.resolve("Main.java"),
        """
        package greeting;
        public class Main {
          public static void main(String[] args) throws Exception {
            System.out.println("modular");
            new java.util.concurrent.CountDownLatch(1).await(5, java.util.concurrent.TimeUnit.SECONDS);
          }
        }
        """);
    Path modules = directory.resolve("modules");
    String sources = directory.resolve("src").toString();
    jdk.run("javac", "-d", modules.toString(), "--module-source-path", sources, "-m", "greeting");
    return modules;
  }

  @Test
  void hostMetricsCannotInitialise_costsThemAlone() throws IOException {
    Path broken =
        AgentJar.rewritten(
            directory.resolve("exporter-agent.jar"),
            manifest -> {},
            core -> core.keySet().removeIf(name -> name.startsWith("oshi/")));
    try (Program program =
        Program.java(JDK)
            // OSHI is for systems other than Linux.
            .with("-javaagent:" + broken + "=localhost:0", "-Dos.name=Other")
            .fixture(Obedient.class)
            .start()) {
      URI server = program.serving();
      for (int scrape = 0; scrape < 3; scrape++) {
        Page page = Page.metrics(server);
        assertThat(page.status()).isEqualTo(200);
        assertThat(page.succeeded("cpu")).isFalse();
        assertThat(page.succeeded("memory")).isFalse();
        assertThat(page.succeeded("jvm")).isTrue();
        assertThat(page.value("jvm_threads_current")).isPositive();
      }
      assertThat(program.errorLines())
          .filteredOn(line -> line.contains("collector \"cpu\" failed"))
          .hasSize(1);
      program.runsOn();
    }
  }

  @Jdk.Each
  void securityManagerThatForbidsEverything_theApplicationRunsOn(Jdk jdk) {
    assumeThat(jdk.feature()).as("JDK 24 has no security manager any more").isLessThan(24);
    try (Program program =
        Program.java(jdk)
            .with("-Djava.security.manager")
            .agent("localhost:0")
            .fixture(Greeting.class)
            .start()) {
      assertThat(program.exitCode()).isZero();
      assertThat(program.output()).isEqualTo("hello\n");
      assertThat(program.errorLines())
          .filteredOn(line -> line.startsWith("exporter-agent: "))
          .singleElement()
          .asString()
          .contains("not started", "access denied", "the application keeps running");
    }
  }

  @Test
  void securityManagerThatAllowsTheAgent_itServes() throws IOException {
    Jdk jdk = Jdk.all().stream().filter(each -> each.feature() < 24).findFirst().orElse(null);
    assumeThat(jdk).as("JDK 24 has no security manager any more").isNotNull();
    Path policy =
        Files.writeString(
            directory.resolve("agent.policy"),
            "grant codeBase \"file:"
                + Program.AGENT
                + "\" { permission java.security.AllPermission; };");
    try (Program program =
        Program.java(jdk)
            .with("-Djava.security.manager", "-Djava.security.policy=" + policy)
            .agent("localhost:0")
            .fixture(Obedient.class)
            .start()) {
      Page page = Page.metrics(program.serving());
      for (String collector :
          List.of("application", "jvm", "process", "container", "cpu", "memory", "disk")) {
        assertThat(page.succeeded(collector)).as(collector).isTrue();
      }
      program.tell("exit 0");
    }
  }

  @Test
  void incompleteJar_isOneLine_andTheApplicationRunsOn() throws IOException {
    Path truncated = AgentJar.withoutCore(directory.resolve("exporter-agent.jar"), manifest -> {});
    refuses(truncated, "not started: .*no entry agent/core.*is the jar complete");
  }

  @Test
  void jarCompressedAgain_isOneLine_andTheApplicationRunsOn() throws IOException {
    Path compressed = directory.resolve("exporter-agent.jar");
    try (ZipFile jar = new ZipFile(Program.AGENT.toFile());
        ZipOutputStream out = new ZipOutputStream(Files.newOutputStream(compressed))) {
      for (ZipEntry entry : jar.stream().toList()) {
        out.putNextEntry(new ZipEntry(entry.getName()));
        jar.getInputStream(entry).transferTo(out);
      }
    }
    refuses(compressed, "not started: .*agent/core is compressed and must be stored");
  }

  private static void refuses(Path jar, String reason) {
    try (Program program =
        Program.java(JDK).with("-javaagent:" + jar).fixture(Obedient.class).start()) {
      program.awaitError(compile(reason));
      program.runsOn();
      assertThat(program.errorLines()).hasSize(1);
    }
  }

  @Test
  void jarReplacedWhileRunning_theApplicationRunsOn() throws IOException {
    Path jar = Files.copy(Program.AGENT, directory.resolve("exporter-agent.jar"));
    try (Program program =
        Program.java(JDK)
            .with("-javaagent:" + jar + "=localhost:0")
            .fixture(Obedient.class)
            .start()) {
      URI server = program.serving();
      Path next = directory.resolve("next.jar");
      Files.write(next, "not a jar".getBytes(StandardCharsets.UTF_8));
      Files.move(next, jar, StandardCopyOption.REPLACE_EXISTING);
      assertThat(Page.metrics(server).value("jvm_threads_current")).isPositive();
      program.runsOn();
    }
  }

  @Test
  void jarOverwrittenWhileRunning_costsWhatWasNotLoadedYet() throws IOException {
    Path jar = Files.copy(Program.AGENT, directory.resolve("exporter-agent.jar"));
    try (Program program =
        Program.java(JDK)
            .with("-javaagent:" + jar + "=localhost:0")
            .fixture(Obedient.class)
            .start()) {
      URI server = program.serving();
      assertThat(Page.metrics(server).status()).isEqualTo(200);
      byte[] other = new byte[(int) Files.size(jar)];
      Files.write(jar, other);
      Page notLoadedYet = Page.metrics(server, "Accept", PROTOBUF);
      assertThat(notLoadedYet.status()).isEqualTo(500);
      assertThat(Page.metrics(server).value("jvm_threads_current")).isPositive();
      program.runsOn();
      assertThat(program.errorLines())
          .filteredOn(line -> line.contains("clients get status 500"))
          .singleElement()
          .asString()
          .contains("exporter-agent.jar was changed while it was in use");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"false", "FALSE"})
  void switchedOffByTheEnvironment_nothingIsStartedOrSaid_untilSomebodyAttaches(String off) {
    try (Program program =
        Program.java(JDK)
            .environment("EXPORTER_AGENT_ENABLED", off)
            .agent("localhost:0")
            .fixture(Obedient.class)
            .start()) {
      program.tell("it runs");
      program.awaitOutput(compile("it runs"));
      Attachment attachment = new Attachment(program);
      assertThat(attachment.state().state()).as("published").isEmpty();
      assertThat(threads(program)).doesNotContain("exporter-agent");
      assertThat(program.error()).isEmpty();

      assertThat(attachment.load("localhost:0").state()).isEqualTo("serving");
      program.runsOn();
    }
  }

  @Test
  void switchedOnByTheEnvironment_itServes() {
    try (Program program =
        Program.java(JDK)
            .environment("EXPORTER_AGENT_ENABLED", "true")
            .agent("localhost:0")
            .fixture(Obedient.class)
            .start()) {
      assertThat(Page.metrics(program.serving()).status()).isEqualTo(200);
      assertThat(threads(program)).contains("exporter-agent");
      program.runsOn();
    }
  }

  private static String threads(Program program) {
    return JDK.run("jcmd", String.valueOf(program.pid()), "Thread.print");
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void jarOverwrittenBeforeTheFirstScrape_oneLineSaysWhatToDo_andTheStateIsFailed(boolean empty)
      throws IOException {
    Path jar = Files.copy(Program.AGENT, directory.resolve("exporter-agent.jar"));
    try (Program program =
        Program.java(JDK)
            .with("-javaagent:" + jar + "=localhost:0")
            .fixture(Obedient.class)
            .start()) {
      URI server = program.serving();
      Files.write(jar, new byte[empty ? 0 : (int) Files.size(jar)]);

      assertNotServed(server);
      program.awaitError(
          compile("exporter-agent\\.jar was changed while it was in use: .* restarted"));
      assertNotServed(server);
      Attachment.State state = new Attachment(program).state();
      assertThat(state.state()).isEqualTo("failed");
      assertThat(state.error()).contains("was changed while it was in use");
      program.runsOn();
      assertThat(program.errorLinesWith("until the application is restarted")).isEqualTo(1);
    }
  }

  /** The request is cut, or answered with a failure. */
  private static void assertNotServed(URI server) {
    try {
      assertThat(Page.metrics(server).status()).isGreaterThanOrEqualTo(500);
    } catch (UncheckedIOException e) {
      assertThat(e.getCause())
          .isInstanceOf(IOException.class)
          .isNotInstanceOf(HttpTimeoutException.class);
    }
  }
}
