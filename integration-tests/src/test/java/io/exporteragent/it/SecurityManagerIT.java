package io.exporteragent.it;

import static java.util.concurrent.TimeUnit.SECONDS;
import static java.util.regex.Pattern.compile;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.exporteragent.it.fixtures.Guarded;
import io.exporteragent.testing.Page;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A security manager with a policy that knows the application alone. Java 24 has no such thing any
 * more.
 */
class SecurityManagerIT {
  private static final String CONFIGURATION =
      """
      modules: {directory: metrics, interval: 1s}
      methods:
        - {match: io.exporteragent.it.fixtures.Guarded#work(), counter: work_total}
      """;

  private static final String ALLOWED = "curious_allowed{property=\"%s\"}";
  private static final List<String> COLLECTORS =
      List.of("application", "jvm", "process", "cpu", "memory", "disk", "modules", "method");

  /** Tells whether it may read a property that is granted to modules, and one that is not. */
  private static final String MODULE =
      """
      public class curious {
        private final Gauge allowed;
        public curious(PrometheusRegistry registry) {
          allowed = Gauge.builder().name("curious_allowed").help("Whether it was allowed.")
              .labelNames("property").register(registry);
        }
        public void process() {
          ask("granted.to.modules");
          ask("user.home");
        }
        private void ask(String property) {
          double answer;
          try {
            System.getProperty(property);
            answer = 1;
          } catch (SecurityException e) {
            answer = 0;
          }
          allowed.labelValues(property).set(answer);
        }
      }
      """;

  @TempDir private Path directory;

  static List<Jdk> jdksWithSecurityManager() {
    return Jdk.matrix().stream().filter(jdk -> jdk.feature() < 24).toList();
  }

  @BeforeEach
  void configure() throws IOException {
    Files.writeString(directory.resolve("exporter.yml"), CONFIGURATION);
    Path sources = Files.createDirectory(directory.resolve("sources"));
    Files.writeString(sources.resolve("curious.java"), MODULE);
    Path modules = Modules.folder(directory);
    try (Program compile =
        Program.commandLine(Jdk.all().get(0), "compile", sources.toString())
            .with("--output", modules.toString(), "--release", "8")
            .start()) {
      assertThat(compile.exitCode()).as(compile.error()).isZero();
    }
    Modules.mode(modules.resolve("curious.jar"), "rw-r--r--");
  }

  @ParameterizedTest
  @MethodSource("jdksWithSecurityManager")
  void installedInMain_everythingIsServed_andNobodyGainsAnything(Jdk jdk) throws IOException {
    Program.Command java = java(jdk, "");
    if (jdk.feature() > 17) {
      java.with("-Djava.security.manager=allow");
    }
    try (Program program = start(java)) {
      URI server = program.serving();
      program.awaitOutput(compile("ready"));
      tell(program, "guard");

      assertEverythingIsServed(program, server);
      Modules.write(directory.resolve("metrics"), "source", Modules.gauge("source", "g", 1));
      program.awaitError(compile("\"source\" cannot be loaded .* compiler work: .* compile on"));
    }
  }

  @ParameterizedTest
  @MethodSource("jdksWithSecurityManager")
  void fromTheStart_oneLineSaysWhatToGrant_andWithThatEverythingIsServed(Jdk jdk)
      throws IOException {
    String grant;
    try (Program program = start(java(jdk, "").with("-Djava.security.manager"))) {
      grant = program.awaitError(compile("(?m)^exporter-agent: .*: (grant codeBase .*)$")).group(1);
      program.awaitOutput(compile("ready"));
      tell(program, "work");
      assertThat(program.errorLinesWith("exporter-agent: ")).as(program.error()).isEqualTo(1);
      assertThat(program.isAlive()).isTrue();
    }

    try (Program program = start(java(jdk, grant).with("-Djava.security.manager"))) {
      assertEverythingIsServed(program, program.serving());
    }
  }

  private Program.Command java(Jdk jdk, String more) throws IOException {
    Path policy = directory.resolve("application.policy");
    String application =
        """
        grant codeBase "%s" {
          permission java.lang.RuntimePermission "setSecurityManager";
          permission java.lang.RuntimePermission "createSecurityManager";
          permission java.lang.RuntimePermission "getenv.*";
          permission java.util.PropertyPermission "*", "read,write";
        };
        grant codeBase "%s-" {
          permission java.security.AllPermission;
        };
        grant codeBase "%s-" {
          permission java.util.PropertyPermission "granted.to.modules", "read";
        };
        """
            .formatted(
                Path.of(System.getProperty("fixture.classes.java8")).toUri(),
                Program.libraries("client-java-current").toUri(),
                directory.resolve("metrics").toUri());
    Files.writeString(policy, application + more);
    return Program.java(jdk).in(directory).with("-Djava.security.policy==" + policy);
  }

  private static Program start(Program.Command java) {
    return java.agent("127.0.0.1:0:exporter.yml")
        .fixture(Guarded.class, "client-java-current")
        .start();
  }

  private static void assertEverythingIsServed(Program program, URI server) {
    await()
        .atMost(60, SECONDS)
        .until(() -> !Double.isNaN(value(server, ALLOWED.formatted("user.home"))));
    await()
        .atMost(60, SECONDS)
        .until(
            () -> {
              tell(program, "work");
              return value(server, "work_total") > 0;
            });
    await()
        .atMost(60, SECONDS)
        .until(() -> !Double.isNaN(value(server, "cpu_percent{core=\"0\"}")));
    Page page = Page.metrics(server);
    for (String collector : COLLECTORS) {
      assertThat(page.succeeded(collector)).as(collector).isTrue();
    }
    assertThat(page.value("guarded_denied")).as(program.error()).isEqualTo(1);
    assertThat(page.value(ALLOWED.formatted("granted.to.modules"))).isEqualTo(1);
    assertThat(page.value(ALLOWED.formatted("user.home"))).isZero();
    assertThat(program.errorLinesWith("exporter-agent: ")).as(program.error()).isEqualTo(2);
  }

  private static double value(URI server, String series) {
    return Page.metrics(server).value(series);
  }

  private static void tell(Program program, String command) {
    long before = done(program);
    program.tell(command);
    await().atMost(60, SECONDS).until(() -> done(program) > before || !program.isAlive());
    assertThat(done(program)).as(program.error()).isEqualTo(before + 1);
  }

  private static long done(Program program) {
    return program.output().lines().filter(line -> line.startsWith("done: ")).count();
  }
}
