package io.exporteragent.it;

import static java.util.concurrent.TimeUnit.MINUTES;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.exporteragent.it.fixtures.HikariPools;
import io.exporteragent.it.fixtures.OtherPools;
import io.exporteragent.it.fixtures.PoolDeployments;
import io.exporteragent.it.fixtures.ReportingPool;
import io.exporteragent.testing.Page;
import io.exporteragent.testing.Promtool;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Connection pools of an application that does not measure them. */
class SignalsPoolsIT {
  private static final String NEWEST = "hikari-7";

  static Stream<Arguments> versions() {
    List<Jdk> jdks = Jdk.all();
    return Stream.concat(
        Stream.of("hikari-4", "hikari-5").map(old -> Arguments.of(jdks.get(0), old)),
        jdks.stream().map(jdk -> Arguments.of(jdk, NEWEST)));
  }

  @ParameterizedTest
  @MethodSource("versions")
  void numbersAreReadForEachPage_andEveryWaitIsTimed(Jdk jdk, String version) {
    try (Program shop =
        Program.java(jdk)
            .agent("localhost:0,signals=pools")
            .fixture(HikariPools.class, "h2", version, "slf4j-1.7.36")
            .start()) {
      URI agent = shop.serving();
      shop.order("borrow");
      awaitWoven(agent);
      shop.order("return");
      shop.order("borrow");
      awaitNumbers(agent, Map.of("", 2.0, "_active", 1.0, "_idle", 1.0, "_pending", 0.0));
      assertThat(number(agent, "_max")).isEqualTo(2);
      assertThat(number(agent, "_min")).isEqualTo(1);
      double waits = number(agent, "_acquire_seconds_count");

      shop.order("fail");
      Map<String, Double> numbers = numbers(agent);
      assertThat(numbers)
          .containsEntry(series("_max", "kiosk"), 1.0)
          .containsEntry(series("_timeout_total", "kiosk"), 1.0)
          .containsEntry(series("_acquire_seconds_count", "kiosk"), 2.0)
          .containsEntry(series("_timeout_total", "shop"), 0.0);
      assertThat(numbers.get(series("_acquire_seconds_sum", "kiosk"))).isGreaterThanOrEqualTo(0.25);

      shop.order("borrow");
      shop.order("wait");
      shop.order("wait");
      awaitNumbers(agent, Map.of("_pending", 2.0, "_acquire_seconds_count", waits + 1));
      shop.order("return");
      shop.order("return");
      shop.order("join");
      awaitNumbers(
          agent, Map.of("_active", 0.0, "_pending", 0.0, "_acquire_seconds_count", waits + 3));
      Promtool.assertReads(Page.metrics(agent).body());

      shop.order("close");
      await()
          .atMost(1, MINUTES)
          .untilAsserted(
              () ->
                  assertThat(numbers(agent).keySet())
                      .isNotEmpty()
                      .allMatch(series -> series.contains("kiosk")));
    }
  }

  static Stream<Arguments> others() {
    Map<String, Double> ofBoot = Map.of("active", 2.0, "idle", 0.0, "max", 3.0, "min", 1.0);
    return Stream.of(
        Arguments.of("dbcp2", "DBCP", "jdbc_connections_%s{name=\"DBCP-1\"}", ofBoot),
        Arguments.of("tomcat-jdbc", "Tomcat JDBC", "jdbc_connections_%s{name=\"shop\"}", ofBoot),
        Arguments.of(
            "agroal",
            "Agroal",
            "agroal_%s_count{datasource=\"Agroal-1\"}",
            Map.of("active", 2.0, "available", 0.0, "max_used", 2.0, "awaiting", 0.0)));
  }

  @ParameterizedTest
  @MethodSource("others")
  void otherPools_haveTheNamesOfWhatTheyAreUsedIn(
      String directory, String library, String series, Map<String, Double> expected) {
    Map<String, Double> ofTwo = new TreeMap<>();
    expected.forEach((word, value) -> ofTwo.put(series.formatted(word), value));
    String family = series.substring(0, series.indexOf('_'));
    try (Program shop =
        Program.java(Jdk.all().get(0))
            .agent("localhost:0,signals=pools")
            .fixture(OtherPools.class, "h2", "dbcp2", "tomcat-jdbc", "agroal")
            .with(directory)
            .start()) {
      URI agent = shop.serving();
      shop.order("borrow");
      awaitWoven(agent, library);
      shop.order("borrow");
      await()
          .atMost(1, MINUTES)
          .untilAsserted(() -> assertThat(numbers(agent, family)).isEqualTo(ofTwo));
      shop.order("return");
      await()
          .atMost(1, MINUTES)
          .untilAsserted(
              () ->
                  assertThat(numbers(agent, family))
                      .containsEntry(series.formatted("active"), 1.0));
      shop.order("close");
      await().atMost(1, MINUTES).until(() -> numbers(agent, family).isEmpty());
    }
  }

  @Jdk.Each
  void attachedLate_aPoolIsSeenWhenItIsUsed_andTheNextAgentBeginsAnew(Jdk jdk) {
    try (Program shop =
        Program.java(jdk).fixture(HikariPools.class, "h2", NEWEST, "slf4j-1.7.36").start()) {
      shop.order("borrow");
      Attachment attachment = new Attachment(shop);
      for (int agents = 0; agents < 2; agents++) {
        URI agent = attachment.load("host=localhost,port=0,signals=pools").server();
        awaitWoven(agent);
        assertThat(numbers(agent)).isEmpty();
        shop.order("borrow");
        awaitNumbers(agent, Map.of("_active", 2.0, "_acquire_seconds_count", 1.0));
        assertThat(attachment.load("detach").state()).isEqualTo("stopped");
        shop.order("return");
      }
      assertThat(shop.errorLinesWith("failed")).isZero();
    }
  }

  @Test
  void poolOfAnApplicationThatIsGone_isNeitherShownNorHeld() {
    try (Program server =
        Program.java(Jdk.all().get(0))
            .agent("localhost:0,signals=pools")
            .with("-cp", Program.classPath("h2", "slf4j-1.7.36"), PoolDeployments.class.getName())
            .with(Program.libraries(NEWEST).toString())
            .start()) {
      URI agent = server.serving();
      for (int i = 0; i < 3; i++) {
        String pool = "shop-" + i;
        server.order("deploy " + pool);
        await()
            .atMost(1, MINUTES)
            .untilAsserted(
                () -> {
                  server.order("use");
                  assertThat(numbers(agent))
                      .containsEntry("hikaricp_connections_active{pool=\"" + pool + "\"}", 0.0)
                      .allSatisfy((series, value) -> assertThat(series).contains(pool));
                });
        server.order("undeploy");
        server.order("collect");
        assertThat(server.output()).contains("collected").doesNotContain("still there");
        assertThat(numbers(agent)).isEmpty();
      }
    }
  }

  @Test
  void poolThatReportsToMicrometerItself_isLeftToIt() {
    try (Program shop =
        Program.java(Jdk.all().get(0))
            .agent("localhost:0,signals=pools")
            .fixture(
                ReportingPool.class,
                "h2",
                NEWEST,
                "slf4j-1.7.36",
                "micrometer",
                "client-java-current")
            .start()) {
      URI agent = shop.serving();
      shop.order("borrow");
      awaitWoven(agent);
      shop.order("borrow");
      await()
          .atMost(1, MINUTES)
          .untilAsserted(
              () -> {
                assertThat(numbers(agent))
                    .containsKey("hikaricp_connections_usage_seconds_count{pool=\"shop\"}");
                assertThat(shop.errorLinesWith("is left out")).isOne();
              });
    }
  }

  private static void awaitWoven(URI agent) {
    awaitWoven(agent, "HikariCP");
  }

  private static void awaitWoven(URI agent, String library) {
    await()
        .atMost(1, MINUTES)
        .until(
            () ->
                Exposition.of(Page.metrics(agent))
                        .value(
                            "exporter_agent_signal_methods{library=\"%s\",signal=\"pools\"}"
                                .formatted(library))
                    == 1);
  }

  private static void awaitNumbers(URI agent, Map<String, Double> expected) {
    Map<String, Double> series = new TreeMap<>();
    expected.forEach((suffix, value) -> series.put(series(suffix), value));
    await()
        .atMost(1, MINUTES)
        .untilAsserted(() -> assertThat(numbers(agent)).containsAllEntriesOf(series));
  }

  private static double number(URI agent, String suffix) {
    return numbers(agent).getOrDefault(series(suffix), Double.NaN);
  }

  private static String series(String suffix) {
    return series(suffix, "shop");
  }

  private static String series(String suffix, String pool) {
    return "hikaricp_connections" + suffix + "{pool=\"" + pool + "\"}";
  }

  private static Map<String, Double> numbers(URI agent) {
    return numbers(agent, "hikaricp_");
  }

  private static Map<String, Double> numbers(URI agent, String begin) {
    Map<String, Double> numbers = new TreeMap<>();
    Exposition.of(Page.metrics(agent))
        .families()
        .forEach(
            (family, samples) -> {
              if (family.startsWith(begin)) {
                numbers.putAll(samples);
              }
            });
    return numbers;
  }
}
