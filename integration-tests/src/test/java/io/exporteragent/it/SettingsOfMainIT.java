package io.exporteragent.it;

import static java.util.concurrent.TimeUnit.SECONDS;
import static java.util.regex.Pattern.compile;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.exporteragent.it.fixtures.LogsBySystemLogger;
import io.exporteragent.it.fixtures.OwnLoggerFinder;
import io.exporteragent.it.fixtures.SetsInMain;
import io.exporteragent.testing.Certificates;
import io.exporteragent.testing.MisbehavingServer;
import io.exporteragent.testing.Page;
import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

/** What an application sets in its main method must count, although the agent serves before. */
class SettingsOfMainIT {
  @TempDir private Path directory;

  @Jdk.Each
  void whatTheJdkReadsOnce_isReadAfterMainHasSetIt(Jdk jdk) {
    try (Program program =
        Program.java(jdk)
            .with("--add-exports=java.base/sun.net=ALL-UNNAMED")
            .with("--add-opens=jdk.httpserver/sun.net.httpserver=ALL-UNNAMED")
            .agent("localhost:0")
            .fixture(SetsInMain.class)
            .start()) {
      useIt(program);

      program.tell("set");
      program.awaitOutput(compile("done: set"));
      assertThat(program.output())
          .contains("OwnServers\n", "OwnSockets\n", "headers 17\n", "seconds 7\n");
      assertThat(Page.metrics(program.serving()).status()).isEqualTo(200);
    }
  }

  @Jdk.Each
  void loggerFinderOfTheApplication_isFirstUsedByTheApplication(Jdk jdk) throws IOException {
    try (MisbehavingServer page = MisbehavingServer.serving("{\"open\": 3}")) {
      Path file =
          Files.writeString(
              directory.resolve("exporter.yml"),
              """
              probes:
                - name: app
                  url: %s
                  metrics:
                    - {name: app_open, value: $.open}
              """
                  .formatted(page.url()));
      try (Program program = withOwnFinder(jdk, "localhost:0:" + file).start()) {
        assertThat(useIt(program).value("app_open")).isEqualTo(3);

        program.tell("log");
        program.awaitOutput(compile("done: log"));
        assertThat(program.output())
            .isEqualTo("ready\nfinder initialised by main, configured: true\nopen\ndone: log\n");
      }
    }
  }

  @Jdk.Each
  void probeWithTls_waitsForTheLoggingOfTheApplication(Jdk jdk) throws Exception {
    try (MisbehavingServer page = MisbehavingServer.serving("{\"open\": 3}")) {
      page.present(Certificates.selfSigned(directory, "shop"));
      Path file =
          Files.writeString(
              directory.resolve("exporter.yml"),
              """
              probes:
                - name: app
                  url: %s
                  timeout: 1m
                  tls: {ca_file: %s}
                  metrics:
                    - {name: app_open, value: $.open}
              """
                  .formatted(page.url(), directory.resolve("shop.pem")));
      try (Program program = withOwnFinder(jdk, "localhost:0:" + file).start()) {
        Page early = useIt(program);
        assertThat(early.value("app_up")).isZero();
        assertThat(program.error()).contains("TLS has to wait until the application");
        assertThat(program.output()).isEqualTo("ready\n");

        program.tell("log");
        await()
            .atMost(60, SECONDS)
            .until(() -> Page.metrics(program.serving()).value("app_open") == 3);
        assertThat(program.output())
            .startsWith("ready\nfinder initialised by main, configured: true\nopen\n");
      }
    }
  }

  private Program.Command withOwnFinder(Jdk jdk, String arguments) throws IOException {
    Path services = Files.createDirectories(directory.resolve("finder/META-INF/services"));
    Files.writeString(
        services.resolve(System.LoggerFinder.class.getName()), OwnLoggerFinder.class.getName());
    return Program.java(jdk)
        .agent(arguments)
        .with("-cp", Program.classPath() + File.pathSeparator + directory.resolve("finder"))
        .with(LogsBySystemLogger.class.getName());
  }

  private static Page useIt(Program program) {
    program.awaitOutput(compile("ready"));
    URI server = program.serving();
    assertThat(Page.get(server.resolve("/")).status()).isEqualTo(200);
    Page page = Page.metrics(server, "Accept-Encoding", "identity");
    assertThat(page.status()).isEqualTo(200);
    return page;
  }
}
