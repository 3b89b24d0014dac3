package io.exporteragent.it;

import static java.util.concurrent.TimeUnit.MINUTES;
import static java.util.regex.Pattern.compile;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.exporteragent.it.fixtures.OrderListener;
import io.exporteragent.it.fixtures.Redeployment;
import io.exporteragent.testing.Page;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;

/** A web application that bundles its database driver, deployed again and again while measured. */
class SignalsRedeploymentIT {
  private static final int ROUNDS = 20;

  /** Rounds in which the driver of the application is awaited; the others end before. */
  private static final int AWAITED_ROUNDS = 2;

  private static final String REQUESTS =
      "http_server_request_duration_seconds_count{http_request_method=\"GET\","
          + "http_response_status_code=\"200\",http_route=\"/shop/order/*\"}";
  private static final String QUERIES =
      "db_client_operation_duration_seconds_count{db_operation_name=\"query\",db_system_name=\"h2database\"}";

  @TempDir private Path directory;

  @Jdk.Each
  void twentyRedeployments_areMeasured_andLeaveNoLoaderBehind(Jdk jdk) throws IOException {
    layOutWebapp();
    try (Program program =
        Program.java(jdk)
            .agent("localhost:0,signals=auto")
            .fixture(Redeployment.class, "tomcat")
            .with(directory.toString(), OrderListener.class.getName())
            .start()) {
      URI agent = program.serving();
      URI shop =
          URI.create(
              "http://localhost:" + program.awaitOutput(compile("port (\\d+)\\R")).group(1) + "/");
      program.awaitOutput(compile("ready"));
      for (int round = 1; round <= ROUNDS; round++) {
        tell(program, "deploy " + round);
        double requests = value(agent, REQUESTS);
        order(shop);
        await().atMost(2, MINUTES).until(() -> value(agent, REQUESTS) >= requests + 1);
        if (round <= AWAITED_ROUNDS) {
          double queries = value(agent, QUERIES);
          await()
              .atMost(2, MINUTES)
              .until(
                  () -> {
                    order(shop);
                    return value(agent, QUERIES) > queries;
                  });
        }
        tell(program, "undeploy " + round);
      }

      program.tell("loaders");
      program.awaitOutput(compile("(?m)^0 loaders alive of " + ROUNDS + "$"));
    }
  }

  private static void order(URI shop) {
    assertThat(Page.get(shop.resolve("shop/order/1")).status()).isEqualTo(200);
  }

  private static double value(URI agent, String series) {
    double value = Exposition.of(Page.metrics(agent)).value(series);
    return Double.isNaN(value) ? 0 : value;
  }

  /** Each command bears a number, so that its echo is unmistakable. */
  private static void tell(Program program, String command) {
    program.tell(command);
    program.awaitOutput(compile("done: " + command + "\\R"));
  }

  private void layOutWebapp() throws IOException {
    Path classes = directory.resolve("shop/WEB-INF/classes");
    Path libraries = Files.createDirectories(directory.resolve("shop/WEB-INF/lib"));
    for (String name : new String[] {"", "$Orders"}) {
      String type = OrderListener.class.getName().replace('.', '/') + name + ".class";
      Files.createDirectories(classes.resolve(type).getParent());
      Files.copy(Path.of(System.getProperty("fixture.classes"), type), classes.resolve(type));
    }
    try (Stream<Path> jars = Files.list(Program.libraries("h2"))) {
      for (Path jar : jars.toList()) {
        Files.copy(jar, libraries.resolve(jar.getFileName()));
      }
    }
  }
}
