package io.exporteragent.benchmarks;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * Those who measure the requests and statements of an application as it is, each around one.
 *
 * @param jdk it runs on
 * @param jars of the agents
 * @param application what follows the options of {@code java}
 */
record SignalPeers(Jdk jdk, Jars jars, List<String> application) {
  static final String OPEN_TELEMETRY = "OpenTelemetry agent, metrics only";
  static final String WITHOUT = "exporter-agent, without signals";
  static final String NO_SPANS = "OpenTelemetry agent, metrics only, sampler off";

  /** Around the program {@code WebApplication}. */
  static SignalPeers ofProgram(Jdk jdk, Jars jars) {
    return new SignalPeers(
        jdk,
        jars,
        List.of(
            "-cp",
            jars.classPath("tomcat-", "h2-"),
            "io.exporteragent.benchmarks.program.WebApplication"));
  }

  /** Around a jar that runs by itself. */
  static SignalPeers ofJar(Jdk jdk, Jars jars, Path jar) {
    return new SignalPeers(jdk, jars, List.of("-jar", jar.toString()));
  }

  Candidate none() {
    return java(Peers.NONE, Stream.empty());
  }

  Candidate exporterAgent() {
    return java(Peers.EXPORTER_AGENT, Stream.of(agent() + ",signals=auto"));
  }

  Candidate exporterAgentWithoutSignals() {
    return java(WITHOUT, Stream.of(agent()));
  }

  private String agent() {
    return "-javaagent:" + jars.agent() + "=" + Peers.ADDRESS;
  }

  /**
   * With nothing on but what makes the same metrics: of requests with their routes, of statements
   * and of the JVM. Its instrumentation makes a span of each, of which nothing is exported.
   */
  Candidate openTelemetry() {
    return java(
        OPEN_TELEMETRY,
        Stream.of(
                Peers.openTelemetryAgent(jars),
                Peers.SERVED_BY_OPEN_TELEMETRY,
                List.of(
                    "-Dotel.instrumentation.tomcat.enabled=true",
                    "-Dotel.instrumentation.servlet.enabled=true",
                    "-Dotel.instrumentation.spring-webmvc.enabled=true",
                    "-Dotel.instrumentation.jdbc.enabled=true",
                    // Without it there are no metrics of databases.
                    "-Dotel.semconv-stability.opt-in=database"))
            .flatMap(List::stream));
  }

  /** The same with spans that are not even recorded. */
  Candidate openTelemetryWithoutSpans() {
    Candidate spans = openTelemetry();
    List<String> command = new ArrayList<>(spans.command());
    command.add(1, "-Dotel.traces.sampler=always_off");
    return new Candidate(NO_SPANS, true, List.copyOf(command));
  }

  private Candidate java(String name, Stream<String> options) {
    return new Candidate(
        name,
        true,
        Stream.of(Stream.of(jdk.tool("java"), "-Xmx256m"), options, application.stream())
            .flatMap(words -> words)
            .toList());
  }
}
