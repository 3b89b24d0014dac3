package io.exporteragent.it;

import static java.util.concurrent.TimeUnit.SECONDS;
import static java.util.regex.Pattern.compile;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.exporteragent.it.fixtures.Attached;
import io.exporteragent.testing.Page;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;

/** What the agent leaves behind when it is taken out again: nothing. */
class DetachIT {
  private static final int ROUNDS = System.getProperty("long") == null ? 10 : 100;

  /** Rounds until the classes that both sides need for an attachment are loaded. */
  private static final int WARM_UP = 4;

  /** What the JVM keeps in metaspace about methods of the JDK that are run more and more often. */
  private static final long PROFILES = 2 << 20;

  @TempDir private Path directory;

  @Jdk.Each
  void roundsOfAttachAndDetach_leaveNothingBehind(Jdk jdk) throws IOException {
    Path config = directory.resolve("exporter.yml");
    Files.writeString(config, "server: {host: localhost, port: 0}\n");
    try (Program program = attached(jdk)) {
      Attachment attachment = new Attachment(program);
      Size settled = null;
      for (int round = 1; round <= ROUNDS; round++) {
        Attachment.State state = attachment.load("config=" + config);
        assertThat(state.state()).as(program.error()).isEqualTo("serving");
        Page page = Page.metrics(state.server());
        assertThat(page.value("orders_total")).isEqualTo(41);
        assertThat(page.families())
            .contains("jvm_threads_current", "cpu_exporter_cpu_usage_seconds_total", "disk_usage");
        tell(program, "remember " + round);

        assertThat(attachment.load("detach").state()).isEqualTo("stopped");
        assertThat(isListening(state.server())).isFalse();
        tell(program, "forgotten? " + round);
        assertThat(program.output()).doesNotContain("still there");
        if (round == WARM_UP) {
          settled = Size.of(program, round);
        }
      }
      Size before = settled;
      await()
          .atMost(60, SECONDS)
          .untilAsserted(
              () -> {
                Size after = Size.of(program, ROUNDS);
                assertThat(after.threads()).isLessThanOrEqualTo(before.threads());
                assertThat(after.descriptors()).isLessThanOrEqualTo(before.descriptors());
                assertThat(after.metaspace() - before.metaspace())
                    .as("growth over %d rounds, each of which loads several megabytes", ROUNDS)
                    .isLessThan(PROFILES);
              });
      assertThat(program.errorLines())
          .filteredOn(line -> line.startsWith("exporter-agent:"))
          .hasSize(2 * ROUNDS);
    }
  }

  @Jdk.Each
  void modules_whichCompileAndUseClientJavasScheduler_goWithIt(Jdk jdk) throws IOException {
    Path folder = Modules.folder(directory);
    Modules.write(
        folder,
        "Latency",
        """
        public class Latency {
          static final Histogram LATENCY = Histogram.builder().name("latency_seconds").register();
          public Latency(PrometheusRegistry registry) {}
          public void process() { LATENCY.observe(0.1); }
        }
        """);
    Path config = directory.resolve("exporter.yml");
    Files.writeString(
        config,
        "server: {host: localhost, port: 0}\nmodules: {directory: " + folder + ", interval: 1s}\n");
    try (Program program = attached(jdk)) {
      Attachment attachment = new Attachment(program);
      for (int round = 1; round <= 3; round++) {
        URI server = attachment.load("config=" + config).server();
        await()
            .atMost(60, SECONDS)
            .until(() -> Page.metrics(server).value("latency_seconds_count") > 1);
        tell(program, "remember " + round);
        assertThat(attachment.load("detach").state()).isEqualTo("stopped");
        tell(program, "forgotten? " + round);
        assertThat(program.output()).doesNotContain("still there");
      }
    }
  }

  @Jdk.Each
  void coreThatIsNotCollectedYet_isNotTakenForTheApplications(Jdk jdk) {
    try (Program program = attached(jdk)) {
      Attachment attachment = new Attachment(program);
      for (int round = 1; round <= 3; round++) {
        Page page = Page.metrics(attachment.load("localhost:0").server());
        assertThat(page.succeeded("application")).isTrue();
        assertThat(page.samples().keySet())
            .filteredOn(series -> series.startsWith("exporter_agent_application_failures_total"))
            .hasSize(1);
        attachment.load("detach");
        assertThat(program.errorLines())
            .filteredOn(line -> line.startsWith("exporter-agent:"))
            .hasSize(2 * round);
      }
    }
  }

  @Jdk.Each
  void agentFromTheCommandLine_isTakenOut_evenWhileItWaitsForItsPort(Jdk jdk) throws IOException {
    try (ServerSocket taken = new ServerSocket(0);
        Program program =
            Program.java(jdk)
                .agent("127.0.0.1:" + taken.getLocalPort())
                .fixture(Attached.class, "client-java-1.0.0")
                .start()) {
      program.awaitError(compile("cannot listen on 127.0.0.1:" + taken.getLocalPort()));
      tell(program, "remember");
      assertThat(new Attachment(program).load("detach").state()).isEqualTo("stopped");
      tell(program, "forgotten?");
      assertThat(program.output()).doesNotContain("still there");
    }
  }

  @Jdk.Each
  void nothingThere_isSaid_andNoTraceIsLeft(Jdk jdk) {
    try (Program program = attached(jdk)) {
      assertThat(new Attachment(program).load("detach").state()).isEmpty();
      program.awaitError(compile("exporter-agent: is not running in this JVM"));
      tell(program, "order");
    }
  }

  static Program attached(Jdk jdk) {
    Program program = Program.java(jdk).fixture(Attached.class, "client-java-1.0.0").start();
    program.awaitOutput(compile("ready"));
    return program;
  }

  /** Each command bears a number, so that its echo is unmistakable. */
  static void tell(Program program, String command) {
    program.tell(command);
    program.awaitOutput(compile("done: " + Pattern.quote(command) + "\\R"));
  }

  private static boolean isListening(URI server) {
    try (Socket socket = new Socket(server.getHost(), server.getPort())) {
      return socket.isConnected();
    } catch (IOException e) {
      return false;
    }
  }

  /** What an application is made of, from outside and from within. */
  private record Size(long metaspace, int threads, long descriptors) {
    private static int questions;

    static Size of(Program program, int round) throws IOException {
      String question = "size " + round + "." + ++questions;
      tell(program, question);
      Matcher answer =
          program.awaitOutput(
              compile("metaspace (\\d+) threads (\\d+)\\Rdone: " + question + "\\R"));
      try (Stream<Path> descriptors = Files.list(Path.of("/proc/" + program.pid() + "/fd"))) {
        return new Size(
            Long.parseLong(answer.group(1)),
            Integer.parseInt(answer.group(2)),
            descriptors.count());
      }
    }
  }
}
