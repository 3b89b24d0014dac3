package io.exporteragent.it;

import static java.util.concurrent.TimeUnit.MINUTES;
import static java.util.regex.Pattern.compile;
import static java.util.regex.Pattern.quote;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.exporteragent.it.fixtures.ModularServer;
import io.exporteragent.it.fixtures.ModularServerParts;
import io.exporteragent.testing.Page;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

/**
 * An application server that makes its LogManager and its MBean server late and by itself, as
 * WildFly does, under an agent that was there before.
 */
class ForeignMBeanServerIT {
  @TempDir private Path directory;

  @Jdk.Each
  void whatTheApplicationMakes_isMadeByIt_andItsBeansAreFound(Jdk jdk) throws IOException {
    try (Program program = start(jdk)) {
      URI agent = program.serving();
      program.awaitOutput(compile("ready"));
      assertThat(scrape(agent).families().keySet()).doesNotContain("shop_orders_total");

      tell(program, "logs");
      assertThat(program.output())
          .contains("log manager created by main\n")
          .contains("log manager is " + ModularServerParts.Logs.class.getName() + "\n");

      scrape(agent);
      assertThat(program.output()).doesNotContain("MBean server created");
      tell(program, "beans");
      assertThat(program.output()).containsOnlyOnce("MBean server created by main\n");

      scrape(agent);
      tell(program, "deploy");
      await().atMost(5, MINUTES).untilAsserted(() -> assertThatBeansAreFound(scrape(agent)));
      assertThat(program.output()).containsOnlyOnce("MBean server created");
      assertThat(program.errorLines()).allMatch(line -> line.startsWith("exporter-agent: "));
    }
  }

  private Program start(Jdk jdk) throws IOException {
    return Program.java(jdk)
        .with("-Djava.util.logging.manager=" + ModularServerParts.Logs.class.getName())
        .with("-Djavax.management.builder.initial=" + ModularServerParts.Builder.class.getName())
        .agent("localhost:0:" + configuration())
        .with("-cp", System.getProperty("fixture.classes.java8"), ModularServer.class.getName())
        .with(System.getProperty("fixture.classes"))
        .start();
  }

  private Path configuration() throws IOException {
    Path pack = directory.resolve("shop.yml");
    Files.writeString(
        pack,
        """
        name: shop
        help: The shop.
        beans:
          - object: shop:type=Orders
            metrics:
              - {attribute: Count, name: shop_orders_total, type: counter, help: Orders accepted.}
          - object: shop:type=Queue,name=*
            labels: {queue: name}
            metrics:
              - {attribute: Count, name: shop_queue_length, type: gauge, help: Orders that wait.}
        """);
    return Files.writeString(
        directory.resolve("exporter.yml"), "mbeans: {packs: [auto, %s]}\n".formatted(pack));
  }

  private static void tell(Program program, String command) {
    program.tell(command);
    program.awaitOutput(compile("done: " + quote(command)));
  }

  private static Exposition scrape(URI agent) {
    return Exposition.of(Page.metrics(agent));
  }

  private static void assertThatBeansAreFound(Exposition page) {
    assertThat(page.value("shop_orders_total")).isEqualTo(7);
    assertThat(page.value("shop_queue_length{queue=\"paid\"}")).isEqualTo(7);
  }
}
