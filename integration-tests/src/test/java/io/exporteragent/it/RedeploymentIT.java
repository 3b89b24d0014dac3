package io.exporteragent.it;

import static java.util.concurrent.TimeUnit.MINUTES;
import static java.util.regex.Pattern.compile;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.exporteragent.it.fixtures.Redeployment;
import io.exporteragent.it.fixtures.ShopListener;
import io.exporteragent.testing.Page;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;

/** A web application that bundles client_java, deployed again and again while it is scraped. */
class RedeploymentIT {
  private static final int ROUNDS = 50;

  /** Rounds in which the application's metrics are read. */
  private static final int READ_ROUNDS = 3;

  /** Rounds until class loading by Tomcat, the agent and the JIT has settled. */
  private static final int WARM_UP = 5;

  private static final long ONE_COPY = 1 << 20;

  @TempDir private Path directory;

  @Jdk.Each
  void fiftyRedeployments_leaveNoLoaderAndNoMetaspaceBehind(Jdk jdk) throws IOException {
    layOutWebapp();
    try (Program program =
        Program.java(jdk)
            .agent("localhost:0")
            .fixture(Redeployment.class, "tomcat")
            .with(directory.toString())
            .start()) {
      program.awaitOutput(compile("ready"));
      URI server = program.serving();
      long settled = 0;
      for (int round = 1; round <= ROUNDS; round++) {
        tell(program, "deploy " + round);
        if (round <= READ_ROUNDS) {
          // Classes are looked for every few seconds only; the other rounds end before that.
          await()
              .atMost(5, MINUTES)
              .until(() -> Page.metrics(server).families().contains("shop_sales_total"));
        }
        assertThat(Page.metrics(server).succeeded("application")).isTrue();
        if (round == WARM_UP) {
          settled = metaspace(program, server, round);
        }
        if (round < ROUNDS) {
          tell(program, "undeploy " + round);
        }
      }
      tell(program, "undeploy " + ROUNDS);
      Page.metrics(server);
      program.tell("loaders");
      program.awaitOutput(compile("(?m)^0 loaders alive of " + ROUNDS + "$"));
      assertThat(metaspace(program, server, ROUNDS) - settled)
          .as("growth over %d redeployments, each of which loads about a megabyte", ROUNDS)
          .isLessThan(2 * ONE_COPY);
      assertThat(program.errorLines())
          .filteredOn(line -> line.startsWith("exporter-agent"))
          .as("that it serves, and Tomcat's MBeans, too")
          .hasSize(2);
    }
  }

  /** Each command bears a number, so that its echo is unmistakable. */
  private static void tell(Program program, String command) {
    program.tell(command);
    program.awaitOutput(compile("done: " + command + "\\R"));
  }

  private static long metaspace(Program program, URI server, int round) {
    Page.metrics(server);
    program.tell("metaspace " + round);
    Matcher said = program.awaitOutput(compile("metaspace (\\d+)\\Rdone: metaspace " + round));
    return Long.parseLong(said.group(1));
  }

  private void layOutWebapp() throws IOException {
    Path classes = directory.resolve("shop/WEB-INF/classes");
    Path libraries = Files.createDirectories(directory.resolve("shop/WEB-INF/lib"));
    String listener = ShopListener.class.getName().replace('.', '/') + ".class";
    Files.createDirectories(classes.resolve(listener).getParent());
    Files.copy(Path.of(System.getProperty("fixture.classes"), listener), classes.resolve(listener));
    try (Stream<Path> jars = Files.list(Program.libraries("client-java-current"))) {
      for (Path jar : jars.toList()) {
        Files.copy(jar, libraries.resolve(jar.getFileName()));
      }
    }
  }
}
