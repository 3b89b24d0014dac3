package io.exporteragent.it;

import static java.util.concurrent.TimeUnit.SECONDS;
import static java.util.regex.Pattern.compile;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.exporteragent.it.BootApplication.Version;
import io.exporteragent.it.fixtures.Crowd;
import io.exporteragent.it.fixtures.Measured;
import io.exporteragent.testing.Page;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Methods of applications that know nothing of it are measured, and do what they did before. */
class MethodsIT {
  private static final String CALLS =
      """
      methods:
        - match: io.exporteragent.it.fixtures.Till#pay(int)
          counter: pay_total
          average: pay_average_seconds
          histogram: pay_seconds
          labels: {shop: here}
        - {match: 'Till#depth', counter: depth_total}
        - {match: 'Till#new(int)', counter: tills_total}
        - match: Till#fail*
          counter: fail_total
          errors: fail_errors_total
          labels: {method: '{method}'}
        - {match: 'Till#hold(..)', counter: hold_total, in_flight: holds}
        - match: implements io.exporteragent.it.fixtures.Checkout#close*
          counter: close_total
          labels: {call: '{class}.{method}'}
        - {match: '@Audited *', counter: audited_total, labels: {fqcn: '{fqcn}'}}
        - {match: 'Loner#work', counter: work_total}
      """;

  @TempDir private Path directory;

  @Jdk.Each
  void everyKindOfCall_isMeasured_andEndsAsBefore(Jdk jdk) throws IOException {
    try (Program program = measured(jdk, "").start()) {
      program.awaitOutput(compile("ready"));
      URI server = program.serving();
      String before = traces(program);
      write(CALLS);
      awaitMatches(server, "Loner#work", 1);
      awaitMatches(server, "@Audited *", 2);
      assertThat(matches(server, "implements io.exporteragent.it.fixtures.Checkout#close*"))
          .isEqualTo(3);
      assertThat(Page.metrics(server).value("pay_average_seconds{shop=\"here\"}")).isNaN();

      assertThat(traces(program)).as("stack traces of exceptions").isEqualTo(before);
      tell(program, "pay 1000");
      tell(program, "pay-text 3");
      tell(program, "recurse 2");
      tell(program, "open 4");
      tell(program, "succeed 6");
      tell(program, "close 5");
      tell(program, "audit 8");
      tell(program, "not-audit 1");
      tell(program, "work 9");
      Page page = Page.metrics(server);
      assertThat(page.value("pay_total{shop=\"here\"}")).isEqualTo(1000);
      assertThat(page.value("pay_seconds_count{shop=\"here\"}")).isEqualTo(1000);
      assertThat(page.value("pay_seconds_bucket{shop=\"here\",le=\"+Inf\"}")).isEqualTo(1000);
      assertThat(page.value("pay_seconds_sum{shop=\"here\"}")).isPositive();
      assertThat(page.value("pay_average_seconds{shop=\"here\"}")).isBetween(0.0, 1.0);
      assertThat(page.value("depth_total")).isEqualTo(22);
      assertThat(page.value("tills_total")).as("those that were opened").isEqualTo(4);
      assertThat(page.value("fail_total{method=\"fail\"}")).isEqualTo(7);
      assertThat(page.value("fail_total{method=\"failChecked\"}")).isEqualTo(1);
      assertThat(
              page.value("fail_errors_total{exception=\"IllegalStateException\",method=\"fail\"}"))
          .isEqualTo(1);
      assertThat(page.value("fail_errors_total{exception=\"IOException\",method=\"failChecked\"}"))
          .isEqualTo(1);
      assertThat(page.value("close_total{call=\"Till.close\"}")).isEqualTo(20);
      assertThat(page.value("close_total{call=\"Till$Express.close\"}")).isEqualTo(10);
      assertThat(page.value("close_total{call=\"Checkout.closeAll\"}")).isEqualTo(10);
      assertThat(page.value("audited_total{fqcn=\"io.exporteragent.it.fixtures.Till\"}"))
          .isEqualTo(8);
      assertThat(page.value("audited_total{fqcn=\"io.exporteragent.it.fixtures.Till$Express\"}"))
          .isEqualTo(10);
      assertThat(page.value("work_total")).as("in a loader without parent").isEqualTo(9);

      tell(program, "hold 3");
      await().atMost(30, SECONDS).until(() -> Page.metrics(server).value("holds") == 3);
      tell(program, "let-go 1");
      await().atMost(30, SECONDS).until(() -> Page.metrics(server).value("hold_total") == 3);
      assertThat(Page.metrics(server).value("holds")).isZero();
      assertThat(Page.metrics(server).succeeded("method")).isTrue();
      assertThat(program.errorLines()).as(program.error()).hasSize(2);
    }
  }

  @Jdk.Each
  void namedInFull_isCountedFromTheFirstCallOn(Jdk jdk) throws IOException {
    String rules =
        """
        methods:
          - {match: io.exporteragent.it.fixtures.Till#depth(int), counter: depth_total}
          - {match: io.exporteragent.it.fixtures.Commands#obey, counter: obey_total}
        """;
    try (Program program = measured(jdk, rules).start()) {
      program.awaitOutput(compile("ready"));
      awaitMatches(program.serving(), "io.exporteragent.it.fixtures.Commands#obey", 1);
      tell(program, "recurse 1");
      assertThat(Page.metrics(program.serving()).value("depth_total")).isEqualTo(11);
    }
  }

  @Jdk.Each
  void stackOverflows_leaveNothingUnderWay(Jdk jdk) throws IOException {
    String rules = "methods: [{match: 'Till#sink(..)', counter: sunk_total, in_flight: sinking}]\n";
    try (Program program = measured(jdk, rules).start()) {
      program.awaitOutput(compile("ready"));
      tell(program, "pay 1");
      awaitMatches(program.serving(), "Till#sink(..)", 1);
      tell(program, "overflow 2000");
      Page page = Page.metrics(program.serving());
      assertThat(page.value("sinking")).isZero();
      assertThat(page.value("sunk_total")).isGreaterThan(2000);
    }
  }

  @ParameterizedTest
  @MethodSource("io.exporteragent.it.BootApplication#everywhere")
  void annotatedMethodInASpringBootJar_isMeasured(Jdk jdk, Version version) throws IOException {
    write(
        """
        methods:
          - match: "@org.springframework.web.bind.annotation.GetMapping *"
            histogram: request_seconds
            labels: {method: '{class}.{method}'}
        """);
    String agent = "-javaagent:" + Program.AGENT + "=localhost:0:" + file();
    try (BootApplication application =
        BootApplication.started(BootApplication.launch(jdk, version, agent))) {
      URI server = application.program().serving();
      String order = version.name().replace("BOOT_", "Boot") + "Application$Orders.order";
      awaitMatches(server, "@org.springframework.web.bind.annotation.GetMapping *", 2);
      application.order(5);
      assertThat(Page.metrics(server).value("request_seconds_count{method=\"" + order + "\"}"))
          .isEqualTo(5);
      assertThat(application.program().errorLinesWith("exporter-agent: ")).isEqualTo(1);
    }
  }

  @Jdk.Each
  void twoThousandClasses_areMeasured_whileTheApplicationRunsOn(Jdk jdk) throws IOException {
    String crowd = "implements java.util.function.IntUnaryOperator#applyAsInt";
    String rules =
        """
        methods:
          - {match: %s, counter: crowd_total, max: 2000}
          - {match: Crowd$Member*#*, counter: too_many_total, max: 1999}
          - {match: com.shop.Nowhere#call, counter: nowhere_total}
        """
            .formatted(crowd);
    write(rules);
    try (Program program =
        Program.java(jdk)
            .in(directory)
            .agent("localhost:0:exporter.yml")
            .fixture(Crowd.class)
            .with("2000")
            .start()) {
      program.awaitOutput(compile("ready"));
      URI server = program.serving();
      awaitMatches(server, crowd, 2000);
      tell(program, "rest 1");
      double before = Page.metrics(server).value("crowd_total");
      tell(program, "round 1");
      assertThat(Page.metrics(server).value("crowd_total") - before).isEqualTo(2000);
      tell(program, "go on");
      await()
          .atMost(60, SECONDS)
          .until(() -> Page.metrics(server).value("crowd_total") > before + 10_000);

      program.awaitError(compile("\"Crowd\\$Member\\*#\\*\" matches more than 1999 methods"));
      assertThat(matches(server, "Crowd$Member*#*")).isGreaterThan(1999);
      assertThat(Page.metrics(server).value("too_many_total")).isNaN();

      assertThat(matches(server, "com.shop.Nowhere#call")).isZero();
      program.awaitError(
          compile("exporter\\.yml:4:5 methods\\[2\\]: \"com\\.shop\\.Nowhere#call\" matches no"));
      assertThat(program.errorLinesWith("exporter-agent: ")).as(program.error()).isEqualTo(3);
      assertThat(program.isAlive()).isTrue();
    }
  }

  private Program.Command measured(Jdk jdk, String configuration) throws IOException {
    write(configuration);
    return Program.java(jdk)
        .in(directory)
        .agent("localhost:0:exporter.yml")
        .fixture(Measured.class);
  }

  /** What the application sees of exceptions. */
  private static String traces(Program program) {
    int from = program.output().length();
    tell(program, "fail 1");
    tell(program, "open-with-debt 1");
    return program.output().substring(from);
  }

  private static void awaitMatches(URI server, String rule, int methods) {
    await()
        .alias(rule)
        .atMost(90, SECONDS)
        .untilAsserted(() -> assertThat(matches(server, rule)).isEqualTo(methods));
  }

  private static double matches(URI server, String rule) {
    return Page.metrics(server).value("exporter_agent_method_rule_matches{rule=\"" + rule + "\"}");
  }

  private static void tell(Program program, String command) {
    long before = done(program, command);
    program.tell(command);
    await().atMost(60, SECONDS).until(() -> done(program, command) > before || !program.isAlive());
    assertThat(done(program, command)).as(program.error()).isEqualTo(before + 1);
  }

  private static long done(Program program, String command) {
    Pattern echo = compile("(?m)^done: " + Pattern.quote(command) + "$");
    return echo.matcher(program.output()).results().count();
  }

  private void write(String text) throws IOException {
    Files.writeString(file(), text);
  }

  private Path file() {
    return directory.resolve("exporter.yml");
  }
}
