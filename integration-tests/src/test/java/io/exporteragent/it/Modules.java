package io.exporteragent.it;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.exporteragent.testing.Page;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.params.provider.Arguments;

/** An agent that watches a folder of metric modules, within the demo or alone. */
final class Modules implements AutoCloseable {
  /** A class's line in a histogram of the heap: number, instances, bytes, name. */
  private static final Pattern LOADERS =
      Pattern.compile(
          "\\d+:\\s+(\\d+)\\s+\\d+\\s+io\\.exporteragent\\.source\\.module\\.isolate\\.ModuleLoader\\R");

  private final Jdk jdk;
  private final Program program;
  private final URI server;

  private Modules(Jdk jdk, Program program) {
    this.jdk = jdk;
    this.program = program;
    this.server = program.serving();
  }

  /** Where an agent can run. */
  enum Host {
    DEMO,
    SERVE;

    /**
     * Starts one that runs modules every second.
     *
     * @param parent of the folder, which is called {@code metrics} and need not exist
     * @param more settings of the modules
     */
    Modules start(Jdk jdk, Path parent, String... more) throws IOException {
      return start(jdk, Program.java(jdk), parent, more);
    }

    /** Starts one with a {@code java} of its own, and options for it. */
    Modules start(Jdk jdk, Program.Command java, Path parent, String... more) throws IOException {
      Path file =
          Files.writeString(
              parent.resolve("exporter.yml"),
              String.format(
                  "modules:\n  directory: %s\n  interval: 1s\n%s",
                  parent.resolve("metrics"), String.join("", indented(more))));
      String argument = "127.0.0.1:0:" + file;
      return new Modules(
          jdk,
          this == DEMO
              ? java.agent(argument)
                  .with("-jar", Program.DEMO.toString(), "--status-port=0", "--rate=20")
                  .with("--min-ms=1", "--max-ms=1")
                  .start()
              : java.with("-jar", Program.AGENT.toString(), "serve", argument).start());
    }

    private static String[] indented(String... lines) {
      return Stream.of(lines).map(line -> "  " + line + "\n").toArray(String[]::new);
    }
  }

  /** Within the demo on every JDK, and alone on one of them. */
  static Stream<Arguments> places() {
    List<Jdk> jdks = Jdk.all();
    return Stream.concat(
        jdks.stream().map(jdk -> place(jdk, Host.DEMO)),
        Stream.of(place(jdks.get(jdks.size() - 1), Host.SERVE)));
  }

  private static Arguments place(Jdk jdk, Host host) {
    return Arguments.of(Named.of(jdk.toString(), jdk), host);
  }

  /** A module with one gauge, called {@code metric}, that is set to a value. */
  static String gauge(String className, String metric, double value) {
    return String.format(
        """
        public class %s {
          private final Gauge gauge;
          public %s(PrometheusRegistry registry) {
            gauge = Gauge.builder().name("%s").help("A metric of a test.").register(registry);
          }
          public void process() {
            gauge.set(%s);
          }
        }
        """,
        className, className, metric, value);
  }

  /** Makes a folder that only its owner can write to, whatever the umask. */
  static Path folder(Path parent) throws IOException {
    Path folder = Files.createDirectory(parent.resolve("metrics"));
    mode(folder, "rwxr-xr-x");
    return folder;
  }

  /** Writes a source that only its owner can write to, from its first moment on. */
  static Path write(Path folder, String className, String source) throws IOException {
    Path file = folder.resolve(className + ".java");
    if (Files.notExists(file)) {
      Files.createFile(
          file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-r--r--")));
    }
    return Files.writeString(file, source);
  }

  static void mode(Path path, String mode) throws IOException {
    Files.setPosixFilePermissions(path, PosixFilePermissions.fromString(mode));
  }

  Program program() {
    return program;
  }

  URI server() {
    return server;
  }

  Page page() {
    return Page.metrics(server);
  }

  /** What {@code /modules} says to programs. */
  String json() {
    return Page.get(server.resolve("/modules"), "Accept", "application/json").body();
  }

  void awaitValue(String series, double value) {
    await()
        .alias(series + " " + value + " after: " + program.error())
        .atMost(60, SECONDS)
        .until(() -> page().value(series) == value);
  }

  void awaitMissing(String series) {
    await()
        .alias("no " + series)
        .atMost(60, SECONDS)
        .until(() -> !page().samples().containsKey(series));
  }

  /** Of the metrics about one module: {@code up}, {@code failures_total} and so on. */
  double about(String module, String metric) {
    return page().value(series(module, metric));
  }

  static String series(String module, String metric) {
    return String.format("exporter_agent_module_%s{module=\"%s\"}", metric, module);
  }

  void awaitMessage(String pattern) {
    program.awaitError(Pattern.compile(pattern));
  }

  /** How many versions of modules there are in the heap after a garbage collection. */
  long versionsInMemory() {
    String histogram = jdk.run("jcmd", String.valueOf(program.pid()), "GC.class_histogram");
    Matcher loaders = LOADERS.matcher(histogram);
    return loaders.find() ? Long.parseLong(loaders.group(1)) : 0;
  }

  /** Fails unless the agent still serves, and the application, if there is one, still works. */
  void assertUnharmed() {
    Page page = page();
    assertThat(page.succeeded("modules")).isTrue();
    assertThat(program.errorLines()).allMatch(line -> line.startsWith("exporter-agent: "));
    if (program.output().isEmpty()) {
      return;
    }
    double widgets = page.value("widgets_processed_total");
    await().atMost(30, SECONDS).until(() -> page().value("widgets_processed_total") > widgets);
    // The JVM itself warns there if a heap histogram comes at a bad moment.
    assertThat(program.output().lines().filter(line -> !line.contains("[warning][gc]"))).hasSize(1);
  }

  @Override
  public void close() {
    program.close();
  }
}
