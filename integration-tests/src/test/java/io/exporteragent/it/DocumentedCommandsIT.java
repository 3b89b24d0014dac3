package io.exporteragent.it;

import static java.util.regex.Pattern.compile;
import static org.assertj.core.api.Assertions.assertThat;

import io.exporteragent.testing.MisbehavingServer;
import io.exporteragent.testing.Page;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The commands of the documentation do what they say, in the order in which it has them. They run
 * in a directory that has what they name: the jars, configuration files and a module.
 */
class DocumentedCommandsIT {
  private static final Jdk JDK = Jdk.all().get(0);
  private static final Pattern JAVA = compile("(?m)(?:^|&& )(java .*?)(?: +#.*)?$");

  @TempDir private Path directory;
  private final List<Path> links = new ArrayList<>();
  private MisbehavingServer status;
  private Program application;

  @BeforeEach
  void prepare() throws IOException {
    status =
        MisbehavingServer.serving(DocumentationIT.STATUS.replace(": ", ":").replace(", ", ","));
    link("exporter-agent.jar", Program.AGENT);
    link("app.jar", Program.DEMO);
    link("agent", Document.ROOT.resolve("agent"));
    link("demo-app", Document.ROOT.resolve("demo-app"));
    DocumentationIT.writeModule(directory);
    Files.writeString(
        directory.resolve("exporter.yml"),
        Files.readString(Document.ROOT.resolve("demo-app/exporter.yml"))
            .replace("http://localhost:8080/status", status.url("/status").toString()));
    Files.writeString(directory.resolve("kafka.yml"), "rules: [{pattern: kafka}]\n");
    Files.writeString(directory.resolve("web.yml"), "rate_limit: {interval: 1s, burst: 10}\n");
    application =
        Program.java(JDK)
            .with("-jar", directory.resolve("app.jar").toString(), "--status-port=0")
            .start();
    application.awaitOutput(compile("status at"));
  }

  private void link(String name, Path target) throws IOException {
    links.add(Files.createSymbolicLink(directory.resolve(name), target.toRealPath()));
  }

  @AfterEach
  void end() throws IOException {
    application.close();
    status.close();
    for (Path link : links) {
      Files.delete(link);
    }
  }

  @Test
  void everyCommand_does() {
    Set<String> commands = new LinkedHashSet<>();
    for (String file : List.of("README.md", "docs/attach.md")) {
      commands.addAll(commands(Document.of(file)));
    }
    Document.all().forEach(document -> commands.addAll(commands(document)));
    assertThat(commands).hasSizeGreaterThan(12);
    for (String command : commands) {
      run(command);
    }
  }

  private static List<String> commands(Document document) {
    return document.blocks("sh").stream()
        .flatMap(block -> JAVA.matcher(block).results())
        .map(match -> match.group(1))
        .toList();
  }

  /** With any free port, the process there is, and the JDK of this test. */
  private void run(String command) {
    String executable =
        command
            .replaceAll("\\b8000\\b", "0")
            .replaceAll("\\b4242\\b", Long.toString(application.pid()))
            .replace("com.acme.Orders", directory.resolve("app.jar").toString())
            .replaceFirst("^java", "exec '" + JDK.tool("java") + "'");
    boolean isApplication = command.contains("-javaagent:");
    try (Program program =
        Program.command("/bin/sh")
            .with("-c", executable + (isApplication ? " --status-port 0" : ""))
            .in(directory)
            .start()) {
      if (isApplication || command.contains(" serve ")) {
        assertThat(Page.metrics(program.serving()).status()).as(command).isEqualTo(200);
        program.interrupt();
      }
      assertThat(program.exitCode())
          .as("%s: %s", command, program.error())
          .isEqualTo(isApplication ? 143 : 0);
      compare(command, program.output());
    }
  }

  private static void compare(String command, String output) {
    if (command.endsWith(" list")) {
      assertThat(Document.of("docs/attach.md").blocks("text"))
          .extracting(DocumentedCommandsIT::header)
          .contains(header(output));
    } else if (command.contains(" probe ")) {
      assertThat(Document.of("docs/probes.md").blocks("text"))
          .extracting(DocumentedCommandsIT::general)
          .anySatisfy(block -> assertThat(general(output)).startsWith(block));
    }
  }

  /** The first line, however wide its columns are. */
  private static String header(String output) {
    return output.lines().findFirst().orElse("").replaceAll(" +", " ");
  }

  /** Without what differs from run to run. */
  private static String general(String output) {
    return output.replaceFirst("http://\\S+:", "URL:").replaceFirst("in [\\d.]+ s", "in T");
  }
}
