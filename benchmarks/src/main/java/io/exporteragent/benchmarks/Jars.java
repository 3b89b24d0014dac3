package io.exporteragent.benchmarks;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What Maven has built and fetched.
 *
 * @param home the directory {@code benchmarks} of the repository
 * @param against the jar of another agent to compare with, for instance the previous version
 */
record Jars(Path home, Optional<Path> against) {

  /**
   * The jars beside the harness, whose whereabouts the system property {@code benchmarks.home}
   * says.
   */
  static Jars built(Optional<Path> against) {
    Path home = Path.of(System.getProperty("benchmarks.home", ".")).toAbsolutePath();
    Jars jars = new Jars(home, against.map(Path::toAbsolutePath));
    List<Path> needed =
        new ArrayList<>(
            List.of(
                jars.agent(),
                jars.idleAgent(),
                jars.jmxExporter(),
                jars.springBoot(),
                jars.programs()));
    jars.against().ifPresent(needed::add);
    for (Path jar : needed) {
      if (!Files.isReadable(jar)) {
        throw new IllegalStateException(
            jar + " is missing: build it with mvn -q package -DskipTests");
      }
    }
    return jars;
  }

  Path agent() {
    return home.resolve("../agent/target/exporter-agent.jar").normalize();
  }

  Path idleAgent() {
    return home.resolve("target/benchmarks-idle-agent.jar");
  }

  Path jmxExporter() {
    return home.resolve("target/peers/jmx_prometheus_javaagent.jar");
  }

  Path openTelemetry() {
    return home.resolve("target/peers/opentelemetry-javaagent.jar");
  }

  /** The application of Spring Boot 3 that the integration tests run too. */
  Path springBoot() {
    return home.resolve("../integration-tests/applications/boot3/target/boot3-app.jar").normalize();
  }

  Path programs() {
    return home.resolve("target/benchmarks.jar");
  }

  /** A file under {@code benchmarks/config}. */
  Path configuration(String name) {
    return home.resolve("config").resolve(name);
  }

  /** The programs and those libraries whose file names begin so. */
  String classPath(String... prefixes) {
    try (Stream<Path> libraries = Files.list(home.resolve("target/libraries"))) {
      return Stream.concat(
              Stream.of(programs()), libraries.sorted().filter(jar -> beginsWithAny(jar, prefixes)))
          .map(Path::toString)
          .collect(Collectors.joining(File.pathSeparator));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static boolean beginsWithAny(Path jar, String... prefixes) {
    return Stream.of(prefixes).anyMatch(jar.getFileName().toString()::startsWith);
  }
}
