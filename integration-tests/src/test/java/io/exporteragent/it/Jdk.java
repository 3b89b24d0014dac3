package io.exporteragent.it;

import static java.util.stream.Collectors.toMap;

import io.exporteragent.testing.Finished;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Properties;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A JDK on this machine. */
record Jdk(Path home, String version) {

  /** A test that runs on each of {@link #all}. */
  @Target(ElementType.METHOD)
  @Retention(RetentionPolicy.RUNTIME)
  @ParameterizedTest
  @MethodSource("io.exporteragent.it.Jdk#all")
  @interface Each {}

  /** What the fixtures are compiled for. */
  private static final int OLDEST = 17;

  /**
   * The JDK of this test and those beside it where Linux distributions put them, one a version.
   * Most tests run on each of them.
   */
  static List<Jdk> all() {
    return first(installed().filter(jdk -> jdk.feature() >= OLDEST), Jdk::version);
  }

  /**
   * Those and the JDKs in the folder {@code EXPORTER_AGENT_TEST_JDKS}, one a feature release, from
   * 8 on.
   */
  static List<Jdk> matrix() {
    String folder = System.getenv().getOrDefault("EXPORTER_AGENT_TEST_JDKS", "");
    return first(
        Stream.concat(installed(), folder.isEmpty() ? Stream.empty() : in(Path.of(folder))),
        Jdk::feature);
  }

  private static <K extends Comparable<K>> List<Jdk> first(Stream<Jdk> jdks, Function<Jdk, K> key) {
    Collection<Jdk> found =
        jdks.collect(toMap(key, jdk -> jdk, (first, second) -> first, TreeMap::new)).values();
    return List.copyOf(found);
  }

  private static Stream<Jdk> installed() {
    return Stream.concat(at(Path.of(System.getProperty("java.home"))), in(Path.of("/usr/lib/jvm")));
  }

  private static Stream<Jdk> in(Path folder) {
    if (!Files.isDirectory(folder)) {
      return Stream.empty();
    }
    try (Stream<Path> homes = Files.list(folder)) {
      return homes.sorted().toList().stream().flatMap(Jdk::at);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Stream<Jdk> at(Path home) {
    return Files.isExecutable(home.resolve("bin/javac"))
        ? Stream.of(new Jdk(home, version(home)))
        : Stream.empty();
  }

  private static String version(Path home) {
    Properties release = new Properties();
    try (var in = Files.newBufferedReader(home.resolve("release"))) {
      release.load(in);
      return release.getProperty("JAVA_VERSION").replace("\"", "");
    } catch (NoSuchFileException e) {
      // Debian's JDK 8 has none.
      return new Jdk(home, "").run("javac", "-version").replace("javac", "").trim();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** For instance 8 of {@code 1.8.0_392}, 25 of {@code 25.0.1}. */
  int feature() {
    return Integer.parseInt(version.replaceFirst("^1\\.", "").replaceFirst("\\D.*", ""));
  }

  String tool(String name) {
    return home.resolve("bin").resolve(name).toString();
  }

  /** Runs one of its tools, which must succeed, and returns what that says. */
  String run(String tool, String... arguments) {
    String[] command = new String[arguments.length + 1];
    command[0] = tool(tool);
    System.arraycopy(arguments, 0, command, 1, arguments.length);
    return Finished.run(command).succeeded().output();
  }

  @Override
  public String toString() {
    return "JDK " + version;
  }
}
