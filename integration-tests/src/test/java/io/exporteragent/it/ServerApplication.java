package io.exporteragent.it;

import static java.util.concurrent.TimeUnit.MINUTES;
import static java.util.regex.Pattern.MULTILINE;
import static java.util.regex.Pattern.compile;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.exporteragent.testing.Page;
import io.exporteragent.testing.Promtool;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A known server of {@code integration-tests/applications}, started with the agent, under load by a
 * client of its own and ready to be scraped. It works in a directory that lives as long as it does.
 */
final class ServerApplication implements AutoCloseable {
  private static final Path APPLICATIONS = Path.of(System.getProperty("applications"));
  private static final Pattern READY = compile("^ready$", MULTILINE);

  private final Program program;
  private final Path directory;
  private final URI agent;

  private ServerApplication(Program program, Path directory, URI agent) {
    this.program = program;
    this.directory = directory;
    this.agent = agent;
  }

  /**
   * Starts the server of that name and an agent without any configuration.
   *
   * @param options for the JVM
   */
  static ServerApplication start(String name, String... options) {
    return start(name, "localhost:0", options);
  }

  /** Starts the server of that name and an agent with a configuration file. */
  static ServerApplication startWith(Path file, String name, String... options) {
    return start(name, "localhost:0:" + file.toAbsolutePath(), options);
  }

  private static ServerApplication start(String name, String arguments, String[] options) {
    Path jar = APPLICATIONS.resolve(name).resolve("target").resolve(name + "-app.jar");
    Path directory = temporaryDirectory(name);
    Program program =
        Program.java(Jdk.all().get(0))
            .with("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1")
            .with(options)
            .agent(arguments)
            .with("-jar", jar.toAbsolutePath().normalize().toString())
            .in(directory)
            .start();
    try {
      program.awaitOutput(READY);
      return new ServerApplication(program, directory, program.serving());
    } catch (RuntimeException | Error e) {
      program.close();
      delete(directory);
      throw e;
    }
  }

  private static Path temporaryDirectory(String name) {
    try {
      return Files.createTempDirectory(name);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Scrapes the agent until the page is as it should be. */
  Exposition awaitPage(Consumer<Exposition> expectation) {
    Exposition[] page = new Exposition[1];
    await()
        .atMost(5, MINUTES)
        .untilAsserted(
            () -> {
              page[0] = Exposition.of(Page.metrics(agent));
              expectation.accept(page[0]);
            });
    return page[0];
  }

  /**
   * Fails unless the server was left alone: its output is its own, and Prometheus reads the page.
   */
  void assertUndisturbed(Exposition page) {
    Promtool.assertReads(page.text());
    assertThat(program.output().lines()).containsExactly("ready");
    assertThat(program.errorLines()).allMatch(line -> line.startsWith("exporter-agent: "));
    assertThat(program.isAlive()).isTrue();
  }

  /** What the agent said. */
  List<String> agentLines() {
    return program.errorLines().stream()
        .filter(line -> line.startsWith("exporter-agent: "))
        .toList();
  }

  Program program() {
    return program;
  }

  URI agent() {
    return agent;
  }

  @Override
  public void close() {
    program.close();
    delete(directory);
  }

  static void delete(Path directory) {
    try (Stream<Path> files = Files.walk(directory)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
