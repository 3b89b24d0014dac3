package io.exporteragent.it;

import static java.util.concurrent.TimeUnit.SECONDS;
import static java.util.regex.Pattern.compile;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.exporteragent.testing.Page;
import java.net.URI;
import java.nio.file.Path;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.Arguments;

/** A Spring Boot executable jar, started and able to take orders. */
final class BootApplication implements AutoCloseable {
  private static final Pattern PORT = compile("Tomcat started on port\\D* (\\d+)");
  private static final Pattern STARTED = compile("Started Boot\\dApplication in");

  private final Program program;
  private final URI server;

  private BootApplication(Program program, URI server) {
    this.program = program;
    this.server = server;
  }

  /**
   * The applications, which differ in Spring Boot and so in what Micrometer keeps its meters in.
   */
  enum Version {
    /** Micrometer 1.9 over simpleclient. */
    BOOT_2(System.getProperty("boot2.jar"), 8),
    /** Micrometer 1.15 over client_java. */
    BOOT_3(System.getProperty("boot3.jar"), 17);

    private final Path jar;
    private final int oldestJava;

    Version(String jar, int oldestJava) {
      this.jar = Path.of(jar).normalize();
      this.oldestJava = oldestJava;
    }
  }

  /** Each JDK with each application. */
  static Stream<Arguments> everywhere() {
    return Jdk.all().stream()
        .flatMap(
            jdk -> Stream.of(Version.values()).map(version -> Arguments.arguments(jdk, version)));
  }

  /**
   * Starts it without waiting for it, so that it can be watched from the first moment.
   *
   * @param more completes the command line in front of {@code -jar}
   */
  static Program launch(Jdk jdk, Version version, String... more) {
    assumeTrue(
        jdk.feature() >= version.oldestJava,
        () -> version + " needs Java " + version.oldestJava + ", and this is " + jdk);
    return Program.java(jdk)
        // With a young generation that is never full: a collection would export a series more.
        .with("-XX:+UseSerialGC", "-Xmn300m", "-XX:MetaspaceSize=200m", "-XX:TieredStopAtLevel=1")
        .with(more)
        .with("-jar", version.jar.toString(), "--server.port=0")
        .with("--logging.pattern.console=%level %logger{0} %msg%n")
        // Its last line is out or not as the shutdown hooks of Spring and of the JDK's logging
        // race.
        .with("--logging.level.org.apache.catalina.core.StandardService=warn")
        .start();
  }

  /** Waits until it has started. */
  static BootApplication started(Program launched) {
    launched.awaitOutput(STARTED);
    String port = launched.awaitOutput(PORT).group(1);
    return new BootApplication(launched, URI.create("http://localhost:" + port));
  }

  Program program() {
    return program;
  }

  URI uri(String path) {
    return server.resolve(path);
  }

  void order(int times) {
    for (int i = 0; i < times; i++) {
      assertThat(Page.get(server.resolve("/order")).body()).isEqualTo("ordered");
    }
  }

  /** What the application itself exports, which includes that it has been asked before. */
  Exposition actuator(String... headers) {
    URI uri = server.resolve("/actuator/prometheus");
    await()
        .atMost(30, SECONDS)
        .until(() -> Page.get(uri).body().contains("uri=\"/actuator/prometheus\""));
    return Exposition.of(Page.get(uri, headers));
  }

  @Override
  public void close() {
    program.close();
  }
}
