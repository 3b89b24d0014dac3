package io.exporteragent.it;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * A library, and the command line that sets it up.
 *
 * @param api what events are logged through
 * @param methods how many are woven once events of each kind have been logged
 * @param more commands that differ from what every library is told
 * @param counts by all commands
 */
record Logging(
    String api,
    String family,
    String library,
    int methods,
    List<String> libraries,
    List<String> options,
    List<String> more,
    Map<String, Double> counts) {
  private static final String LOGBACK = "logback_events";
  private static final String LOG4J = "log4j2_events";

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

  /** All of them, some versions and options only with {@code -Dlong}. */
  static Stream<Logging> all() {
    return Stream.of(logback(), log4j(), bridges(), jboss())
        .flatMap(each -> each)
        .filter(each -> System.getProperty("long") != null || !each.isRare());
  }

  private boolean isRare() {
    return List.of("logback-1.3", "logback-1.6", "log4j-2.17").contains(libraries.get(0))
        || options.stream().anyMatch(option -> option.contains("ReliabilityStrategy"));
  }

  private static Stream<Logging> logback() {
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

  private static Stream<Logging> log4j() {
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

  private static Stream<Logging> bridges() {
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

  private static Stream<Logging> jboss() {
    return Stream.of("jboss-logmanager-2.1", "jboss-logmanager-3.1")
        .map(
            version ->
                new Logging(
                    "jboss",
                    "jboss_logmanager_events",
                    "JBoss LogManager",
                    1,
                    List.of(version),
                    List.of("-Djava.util.logging.manager=org.jboss.logmanager.LogManager"),
                    List.of(
                        "jboss shop FATAL 2",
                        "jboss shop NOTICE 5",
                        "jboss shop.filtered error 3",
                        "jboss shop.audit FINER 1",
                        "jboss shop.audit FINE 1",
                        "jboss shop.audit CONFIG 1",
                        "jboss shop WARNING 1",
                        "jboss shop SEVERE 1"),
                    and(
                        COUNTS,
                        Map.of(
                            "fatal", 2.0, "other", 5.0, "trace", 1.0, "debug", 2.0, "warn", 1.0,
                            "error", 1.0))));
  }

  static Stream<Logging> newest() {
    return Stream.of(logback().toList().get(2), log4j("log4j-2.25", QUEUED));
  }

  /** Puts more libraries on the class path. */
  Logging with(String... more) {
    List<String> all = new ArrayList<>(libraries);
    all.addAll(List.of(more));
    return new Logging(api, family, library, methods, all, options, this.more, counts);
  }

  /** What a program is to log. */
  List<String> commands() {
    List<String> commands = new ArrayList<>();
    EVENTS.forEach(event -> commands.add(api + " " + event));
    commands.addAll(more);
    return commands;
  }

  private static Map<String, Double> and(Map<String, Double> counts, Map<String, Double> more) {
    Map<String, Double> sums = new TreeMap<>(counts);
    more.forEach((level, count) -> sums.merge(level, count, Double::sum));
    return sums;
  }

  @Override
  public String toString() {
    return api + " " + libraries + " " + options;
  }
}
