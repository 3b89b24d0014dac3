package io.exporteragent.it;

import static java.util.regex.Pattern.compile;
import static org.assertj.core.api.Assertions.assertThat;

import io.exporteragent.it.fixtures.Obedient;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code EXPORTER_AGENT_DEBUG=1} adds stack traces to the lines about failures. */
class DebugIT {
  private static final Jdk JDK = Jdk.all().get(0);
  private static final String MODULE =
      """
      public class broken {
        public broken(PrometheusRegistry registry) {}
        public void process() {
          throw new IllegalStateException("of a module");
        }
      }
      """;

  @TempDir private Path directory;

  @Test
  void wanted_theTraceFollowsTheLine_andEveryLineIsMarked() throws IOException {
    try (Program program = failing().environment("EXPORTER_AGENT_DEBUG", "1").start()) {
      program.awaitError(compile("cannot be loaded from broken\\.java: .*of a module\\R"));
      program.awaitError(
          compile("(?m)^exporter-agent:   \tat broken\\.process\\(module\\.java:4\\)$"));
      rewriteConfiguration();
      program.awaitError(compile("unknown key"));
      program.awaitError(
          compile("(?m)^exporter-agent:   io\\.exporteragent\\.config\\.ConfigurationException: "));
      assertThat(program.errorLines()).allMatch(line -> line.startsWith("exporter-agent: "));
      program.runsOn();
    }
  }

  @Test
  void notWanted_aFailureIsOneLine() throws IOException {
    try (Program program = failing().start()) {
      program.awaitError(compile("cannot be loaded from broken\\.java: .*of a module\\R"));
      rewriteConfiguration();
      program.awaitError(compile("unknown key"));
      assertThat(program.errorLinesWith("\tat ")).as(program.error()).isZero();
      program.runsOn();
    }
  }

  @Test
  void wantedAndTheJarIsIncomplete_theTraceFollowsTheLine() throws IOException {
    Path jar = AgentJar.withoutCore(directory.resolve("exporter-agent.jar"), manifest -> {});
    try (Program program =
        Program.java(JDK)
            .environment("EXPORTER_AGENT_DEBUG", "1")
            .with("-javaagent:" + jar)
            .fixture(Obedient.class)
            .start()) {
      program.awaitError(compile("exporter-agent: not started: .*no entry agent/core"));
      program.awaitError(
          compile("(?m)^exporter-agent:   \tat io\\.exporteragent\\.bootstrap\\.CoreArchive"));
      program.runsOn();
    }
  }

  private Program.Command failing() throws IOException {
    Modules.write(Modules.folder(directory), "broken", MODULE);
    Files.writeString(directory.resolve("exporter.yml"), "modules: {directory: metrics}\n");
    return Program.java(JDK)
        .in(directory)
        .agent("localhost:0:exporter.yml")
        .fixture(Obedient.class);
  }

  private void rewriteConfiguration() throws IOException {
    Files.writeString(directory.resolve("exporter.yml"), "modulus: {directory: metrics}\n");
  }
}
