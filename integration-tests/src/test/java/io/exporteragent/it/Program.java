package io.exporteragent.it;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.concurrent.TimeUnit.MINUTES;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A process of the test's own, with all it has said so far. Ended by {@link #close}. */
final class Program implements AutoCloseable {
  static final Path AGENT = Path.of(System.getProperty("agent.jar")).normalize();
  static final Path DEMO = Path.of(System.getProperty("demo.jar")).normalize();

  /** The configuration by which the demo's metrics are had without the demo's help. */
  static final Path METHODS = Path.of("..", "demo-app", "methods.yml");

  private static final Path LIBRARIES = Path.of(System.getProperty("fixture.libraries"));
  private static final Pattern SERVING =
      Pattern.compile("exporter-agent: serving (https?://\\S+)/metrics \\(pid (\\d+)\\)");

  private final Process process;
  private final Path stdout;
  private final Path stderr;

  private Program(Process process, Path stdout, Path stderr) {
    this.process = process;
    this.stdout = stdout;
    this.stderr = stderr;
  }

  /** A command line to be completed and started. */
  static final class Command {
    private final List<String> words = new ArrayList<>();
    private final Map<String, String> environment = new HashMap<>();
    private Path directory = Path.of("").toAbsolutePath();

    private Command(String executable) {
      words.add(executable);
    }

    Command with(String... more) {
      words.addAll(Arrays.asList(more));
      return this;
    }

    Command agent(String arguments) {
      return with("-javaagent:" + AGENT + (arguments.isEmpty() ? "" : "=" + arguments));
    }

    /** Runs a fixture with the named directories of libraries on its class path. */
    Command fixture(Class<?> main, String... libraries) {
      return with("-cp", classPath(libraries), main.getName());
    }

    Command environment(String name, String value) {
      environment.put(name, value);
      return this;
    }

    /** Gives it a working directory. */
    Command in(Path workingDirectory) {
      directory = workingDirectory;
      return this;
    }

    Program start() {
      try {
        Path stdout = Files.createTempFile("stdout", ".txt");
        Path stderr = Files.createTempFile("stderr", ".txt");
        ProcessBuilder builder =
            new ProcessBuilder(words)
                .directory(directory.toFile())
                .redirectOutput(stdout.toFile())
                .redirectError(stderr.toFile());
        builder.environment().keySet().removeIf(Command::reachesJvms);
        builder.environment().putAll(environment);
        Process process = builder.start();
        removeSocket(process);
        return new Program(process, stdout, stderr);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    private static boolean reachesJvms(String variable) {
      return variable.equals("JAVA_TOOL_OPTIONS")
          || variable.equals("JDK_JAVA_OPTIONS")
          || variable.startsWith("EXPORTER_AGENT_");
    }
  }

  static Command command(String executable) {
    return new Command(executable);
  }

  static Command java(Jdk jdk) {
    return new Command(jdk.tool("java"));
  }

  /** The command line of the agent's jar. */
  static Command commandLine(Jdk jdk, String... arguments) {
    return java(jdk).with("-jar", AGENT.toString()).with(arguments);
  }

  static String classPath(String... libraries) {
    return Stream.concat(
            Stream.of("fixture.classes.java8", "fixture.classes").map(System::getProperty),
            Stream.of(libraries).flatMap(Program::jars))
        .collect(Collectors.joining(File.pathSeparator));
  }

  /** The directory of a library that fixtures use. */
  static Path libraries(String directory) {
    return LIBRARIES.resolve(directory);
  }

  private static Stream<String> jars(String directory) {
    try (Stream<Path> files = Files.list(libraries(directory))) {
      return files.sorted().map(Path::toString).toList().stream();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** What the agent serves, once it says so. */
  URI serving() {
    return URI.create(awaitError(SERVING).group(1));
  }

  Matcher awaitError(Pattern pattern) {
    return awaitIn("standard error", pattern, stderr);
  }

  Matcher awaitOutput(Pattern pattern) {
    return awaitIn("standard output", pattern, stdout);
  }

  private Matcher awaitIn(String stream, Pattern pattern, Path file) {
    await()
        .alias(pattern + " in " + stream)
        .atMost(5, MINUTES)
        .until(() -> pattern.matcher(read(file)).find() || !process.isAlive());
    Matcher matcher = pattern.matcher(read(file));
    assertThat(matcher.find())
        .as("%s in %s; stdout: %s; stderr: %s", pattern, stream, output(), error())
        .isTrue();
    return matcher;
  }

  /** Writes a line to the standard input of the program. */
  void tell(String line) {
    try {
      process.getOutputStream().write((line + "\n").getBytes(UTF_8));
      process.getOutputStream().flush();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Tells a fixture of {@code Commands} to do something, which it may have done before. */
  void order(String command) {
    long before = done();
    tell(command);
    await().alias(command).atMost(2, MINUTES).until(() -> done() > before || !process.isAlive());
    assertThat(done())
        .as("%s; stdout: %s; stderr: %s", command, output(), error())
        .isEqualTo(before + 1);
  }

  private long done() {
    return output().lines().filter(line -> line.startsWith("done: ")).count();
  }

  /** Fails unless the fixture {@code Obedient} still obeys and ends as it is told. */
  void runsOn() {
    tell("still here");
    awaitOutput(Pattern.compile("still here"));
    tell("exit 0");
    assertThat(exitCode()).isZero();
  }

  int exitCode() {
    try {
      assertThat(process.waitFor(90, SECONDS)).as("ends by itself: %s", error()).isTrue();
      return process.exitValue();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  boolean isAlive() {
    return process.isAlive();
  }

  long pid() {
    return process.pid();
  }

  /** Asks it to end as Ctrl-C does. */
  void interrupt() {
    process.destroy();
  }

  String output() {
    return read(stdout);
  }

  String error() {
    return read(stderr);
  }

  /** How often something is said on standard error. */
  long errorLinesWith(String text) {
    return error().lines().filter(line -> line.contains(text)).count();
  }

  List<String> errorLines() {
    return error().lines().toList();
  }

  private static String read(Path file) {
    try {
      return Files.readString(file, UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * A JVM that is killed leaves its socket for tools behind, and a later one with its id but
   * another user or directory cannot remove it.
   */
  private static void removeSocket(Process process) throws IOException {
    Files.deleteIfExists(Path.of("/tmp/.java_pid" + process.pid()));
  }

  @Override
  public void close() {
    process.destroyForcibly();
    try {
      process.waitFor();
      removeSocket(process);
      Files.delete(stdout);
      Files.delete(stderr);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
