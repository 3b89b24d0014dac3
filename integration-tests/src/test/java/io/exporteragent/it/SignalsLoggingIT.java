package io.exporteragent.it;

import static java.util.concurrent.TimeUnit.SECONDS;
import static java.util.regex.Pattern.compile;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.exporteragent.it.fixtures.LogsAsTold;
import io.exporteragent.testing.Page;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Events of each logging library and version, counted once by level. */
class SignalsLoggingIT {
  private static final String LOGBACK = "logback_events";
  private static final String LOG4J = "log4j2_events";
  private static final Jdk JDK = Jdk.all().get(0);

  /** Has every logger queue its events. */
  private static final String QUEUED =
      "-Dlog4j2.contextSelector=org.apache.logging.log4j.core.async.AsyncLoggerContextSelector";

  /** What each library is told, by the levels of its loggers in {@code logging/}. */
  private static final List<String> EVENTS =
      List.of(
          "shop trace 3",
          "shop debug 5",
          "shop info 2",
          "shop warn 3",
          "shop error 4",
          "shop.cart trace 1",
          "shop.cart debug 6",
          "shop.audit trace 7",
          "shop.audit error 1",
          "shop.silent error 9",
          "shop info 250 8");

  private static final Map<String, Double> COUNTS =
      Map.of("trace", 7.0, "debug", 6.0, "info", 2002.0, "warn", 3.0, "error", 5.0);

  /**
   * A library, and the command line that sets it up.
   *
   * @param api what events are logged through
   * @param methods how many are woven once events of each kind have been logged
   * @param more commands that differ from what every library is told
   * @param counts by all commands
   */
  private record Logging(
      String api,
      String family,
      String library,
      int methods,
      List<String> libraries,
      List<String> options,
      List<String> more,
      Map<String, Double> counts) {

    @Override
    public String toString() {
      return api + " " + libraries + " " + options;
    }
  }

  static Stream<Logging> logback() {
    Map<String, Double> counts = and(COUNTS, Map.of("warn", 4.0));
    return Stream.of("logback-1.2", "logback-1.3", "logback-1.5", "logback-1.6")
        .map(
            version -> {
              boolean isFluent = !version.equals("logback-1.2");
              return new Logging(
                  "slf4j",
                  LOGBACK,
                  "Logback",
                  1,
                  List.of(version),
                  List.of("-Dlogback.configurationFile=logging/logback.xml"),
                  isFluent ? List.of("fluent shop warn 4", "fluent shop debug 1") : List.of(),
                  isFluent ? counts : COUNTS);
            });
  }

  static Stream<Logging> log4j() {
    return Stream.of(
        log4j("log4j-2.17", "-Dunchanged"),
        log4j("log4j-2.17", QUEUED),
        log4j("log4j-2.25", "-Dunchanged"),
        log4j("log4j-2.25", QUEUED),
        log4j("log4j-2.25", "-Dlog4j.ReliabilityStrategy=Locking"),
        log4j("log4j-2.25", "-Dlog4j.ReliabilityStrategy=AwaitUnconditionally"));
  }

  private static Logging log4j(String version, String option) {
    return new Logging(
        "log4j",
        LOG4J,
        "Log4j",
        6,
        List.of(version),
        List.of("-Dlog4j2.configurationFile=logging/log4j2.xml", option),
        List.of(
            "log4j shop fatal 2",
            "log4j shop NOTICE 5",
            "log4j shop.queued debug 4",
            "located shop error 3",
            "located shop.cart trace 3",
            "located shop.queued warn 1"),
        and(COUNTS, Map.of("fatal", 2.0, "other", 5.0, "debug", 4.0, "error", 3.0, "warn", 1.0)));
  }

  static Stream<Logging> bridges() {
    return Stream.of(
        new Logging(
            "slf4j",
            LOG4J,
            "Log4j",
            6,
            List.of("log4j-2.25", "slf4j-to-log4j"),
            List.of("-Dlog4j2.configurationFile=logging/log4j2.xml"),
            List.of("log4j shop warn 2", "fluent shop warn 1"),
            and(COUNTS, Map.of("warn", 3.0))),
        new Logging(
            "log4j",
            LOGBACK,
            "Logback",
            1,
            List.of("logback-1.5", "log4j-to-slf4j"),
            List.of("-Dlogback.configurationFile=logging/logback.xml"),
            List.of("slf4j shop warn 2"),
            and(COUNTS, Map.of("warn", 2.0))));
  }

  @ParameterizedTest
  @MethodSource({"logback", "log4j", "bridges"})
  void eachEnabledEvent_isCountedOnceByItsLevel(Logging logging) {
    try (Program program = start(logging, "localhost:0,signals=logging")) {
      URI agent = program.serving();
      awaitWeaving(program, agent, logging);
      assertCounts(program, agent, logging);
      String other = logging.family.equals(LOGBACK) ? LOG4J : LOGBACK;
      assertThat(Page.metrics(agent).body()).doesNotContain(other);
      assertThat(program.errorLines())
          .as("what is said")
          .allMatch(line -> line.startsWith("exporter-agent: serving"));
    }
  }

  static Stream<Logging> newest() {
    return Stream.of(logback().toList().get(2), log4j("log4j-2.25", QUEUED));
  }

  @ParameterizedTest
  @MethodSource("newest")
  void attachedLate_countsFromThenOn_andNothingOnceDetached(Logging logging) {
    try (Program program = start(logging, "")) {
      Attachment attachment = new Attachment(program);
      tell(program, List.of(logging.api + " shop error 9", logging.api + " shop.cart debug 1"));
      for (int i = 0; i < 2; i++) {
        URI agent = attachment.load("host=localhost,port=0,signals=logging").server();
        awaitWeaving(program, agent, logging);
        assertCounts(program, agent, logging);
        assertThat(attachment.load("detach").state()).isEqualTo("stopped");
        tell(program, List.of(logging.api + " shop warn 1"));
      }
    }
  }

  @Test
  void micrometersOwnCounts_takeThePlaceOfOurs_whichIsSaidOnce() {
    for (Logging each : newest().toList()) {
      List<String> libraries = new ArrayList<>(each.libraries);
      libraries.addAll(List.of("micrometer", "client-java-current"));
      Logging logging =
          new Logging(
              each.api,
              each.family,
              each.library,
              each.methods,
              libraries,
              each.options,
              each.more,
              each.counts);
      try (Program program = start(logging, "localhost:0,signals=logging")) {
        URI agent = program.serving();
        awaitWeaving(program, agent, logging);
        tell(program, List.of(logging.api + " shop error 5"));
        awaitMore(agent, logging, Map.of(), 5);
        tell(
            program,
            List.of(
                "bind " + (logging.family.equals(LOG4J) ? "log4j" : "logback"),
                logging.api + " shop error 2"));

        await()
            .atMost(60, SECONDS)
            .untilAsserted(
                () ->
                    assertThat(counts(agent, logging.family))
                        .containsEntry("error", 2.0)
                        .containsEntry("warn", 0.0));
        Page.metrics(agent);
        assertThat(
                program.errorLinesWith(
                    logging.family
                        + " is left out, since the application has a metric of that name"))
            .isEqualTo(1);
      }
    }
  }

  private static Program start(Logging logging, String agentArguments) {
    Program.Command java =
        Program.java(JDK)
            .with("-XX:TieredStopAtLevel=1")
            .with(logging.options.toArray(new String[0]));
    Program program =
        (agentArguments.isEmpty() ? java : java.agent(agentArguments))
            .fixture(LogsAsTold.class, logging.libraries.toArray(new String[0]))
            .start();
    program.awaitOutput(compile("ready"));
    return program;
  }

  /** Waits for the classes that the first event loads. */
  private static void awaitWeaving(Program program, URI agent, Logging logging) {
    tell(program, List.of(logging.api + " shop info 1"));
    String methods =
        "exporter_agent_signal_methods{library=\"%s\",signal=\"logging\"}"
            .formatted(logging.library);
    await()
        .atMost(90, SECONDS)
        .until(() -> Exposition.of(Page.metrics(agent)).value(methods) == logging.methods);
  }

  /** Logs, and asserts that each level has grown by what was logged. */
  private static void assertCounts(Program program, URI agent, Logging logging) {
    Map<String, Double> before = counts(agent, logging.family);
    List<String> commands = new ArrayList<>();
    EVENTS.forEach(event -> commands.add(logging.api + " " + event));
    commands.addAll(logging.more);
    tell(program, commands);

    awaitMore(agent, logging, before, sum(logging.counts));
    Map<String, Double> more = counts(agent, logging.family);
    before.forEach((level, count) -> more.merge(level, -count, Double::sum));
    assertThat(more).isEqualTo(logging.counts);
  }

  /** Events that a logger queues are counted by the thread that takes them. */
  private static void awaitMore(
      URI agent, Logging logging, Map<String, Double> before, double than) {
    await()
        .atMost(60, SECONDS)
        .until(() -> sum(counts(agent, logging.family)) - sum(before) >= than);
  }

  private static void tell(Program program, List<String> commands) {
    String end = "told " + program.output().length();
    commands.forEach(program::tell);
    program.tell(end);
    program.awaitOutput(compile("done: " + Pattern.quote(end)));
  }

  private static Map<String, Double> counts(URI agent, String family) {
    Pattern series = compile(family + "_total\\{level=\"(\\w+)\"}");
    Map<String, Double> counts = new TreeMap<>();
    Exposition.of(Page.metrics(agent))
        .families()
        .values()
        .forEach(
            samples ->
                samples.forEach(
                    (name, value) -> {
                      var matcher = series.matcher(name);
                      if (matcher.matches()) {
                        counts.put(matcher.group(1), value);
                      }
                    }));
    return counts;
  }

  private static double sum(Map<String, Double> counts) {
    return counts.values().stream().mapToDouble(count -> count).sum();
  }

  private static Map<String, Double> and(Map<String, Double> counts, Map<String, Double> more) {
    Map<String, Double> sums = new TreeMap<>(counts);
    more.forEach((level, count) -> sums.merge(level, count, Double::sum));
    return sums;
  }
}
