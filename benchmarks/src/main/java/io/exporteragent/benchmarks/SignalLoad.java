package io.exporteragent.benchmarks;

import java.io.IOException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What each request costs a whole process that serves them as fast as they come. */
final class SignalLoad implements Scenario {
  static final String COST = "Requests of Tomcat that ask H2, cost";
  private static final String CPU = "CPU us a request";
  private static final String ALLOCATED = "allocated bytes a request";
  private static final String REQUESTS = "thousand requests a second";
  private static final String P99 = "p99 us";

  /** Of the CPU time that OpenTelemetry's agent adds. */
  private static final double SHARE = 0.1;

  /** What the JIT compiler compiles otherwise by chance makes as much. */
  private static final double SAME_BYTES = 1;

  /** A server, and OpenTelemetry in it, are far more code than a loop. */
  private static final int WARM_UPS = 3;

  private static final int WINDOWS = 4;
  private static final Duration SLICE = Duration.ofMillis(500);

  /** A scrape every five seconds of load, which is often: it is not what is measured. */
  private static final long TURNS_BETWEEN_SCRAPES = 10;

  private static final double NANOS_PER_MICRO = 1e3;
  private static final double THOUSANDS_A_SECOND = 1e6;

  @Override
  public Section run(Jdk jdk, Jars jars, Effort effort) throws IOException, InterruptedException {
    SignalPeers peers = SignalPeers.ofProgram(jdk, jars);
    List<Candidate> candidates =
        List.of(
            peers.none(),
            peers.none().named(Peers.NONE_AGAIN),
            peers.exporterAgentWithoutSignals(),
            peers.exporterAgent(),
            peers.openTelemetry(),
            peers.openTelemetryWithoutSpans());
    int connections = Runtime.getRuntime().availableProcessors();
    Duration warmUp = effort.warmUp().multipliedBy(WARM_UPS);
    Duration window = effort.window().multipliedBy(WINDOWS);
    Samples samples = new Samples();
    for (int round = 0; round < effort.rounds(); round++) {
      run(candidates, connections, warmUp, window, samples);
    }
    Table cost = Table.of(COST, candidates);
    for (String quantity : List.of(CPU, ALLOCATED)) {
      cost.column(quantity, name -> samples.median(name, quantity))
          .column(quantity + ", added", name -> samples.added(name, Peers.NONE, quantity))
          .column(quantity + ", added from", name -> added(samples, name, quantity).from())
          .column(quantity + ", added to", name -> added(samples, name, quantity).to());
    }
    Table speed = Table.of("Requests of Tomcat that ask H2, speed", candidates);
    for (String quantity : List.of(REQUESTS, P99)) {
      speed
          .column(quantity, name -> samples.median(name, quantity))
          .column(quantity + ", of none", name -> samples.ratio(name, Peers.NONE, quantity))
          .column(quantity + ", from", name -> ratio(samples, name, quantity).from())
          .column(quantity + ", to", name -> ratio(samples, name, quantity).to());
    }
    return new Section(
        jdk.version(),
        List.of(
            "Whole process: medians of %d rounds; in each all are started, warmed up for %d ms and then measured in turns of %d ms, %d ms each; %d connections; a scrape every %d ms of it."
                .formatted(
                    effort.rounds(),
                    warmUp.toMillis(),
                    SLICE.toMillis(),
                    window.toMillis(),
                    connections,
                    SLICE.multipliedBy(TURNS_BETWEEN_SCRAPES).toMillis()),
            "CPU and allocation are measured with 32 requests of each connection at once, speed with one after the other.",
            "CPU is that of the whole process, allocated what the threads that serve requests allocate.",
            "OpenTelemetry has nothing on but its instrumentation of Tomcat, servlets, Spring MVC and JDBC, with metrics alone."),
        List.of(cost, speed),
        targets(samples));
  }

  private static void run(
      List<Candidate> candidates,
      int connections,
      Duration warmUp,
      Duration window,
      Samples samples)
      throws IOException, InterruptedException {
    Map<Candidate, LoadedServer> servers = new LinkedHashMap<>();
    try {
      for (Candidate each : candidates) {
        servers.put(each, LoadedServer.start(each, connections, warmUp));
      }
      for (int turn = 0; turn < window.dividedBy(SLICE) || turn == 0; turn++) {
        boolean isScraped = turn % TURNS_BETWEEN_SCRAPES == 0;
        for (LoadedServer each : servers.values()) {
          each.measureCost(SLICE, isScraped);
        }
        for (LoadedServer each : servers.values()) {
          each.measureSpeed(SLICE, isScraped);
        }
      }
      servers.forEach(
          (candidate, server) -> {
            String name = candidate.name();
            samples.add(name, CPU, server.cpuNanosOfRequest() / NANOS_PER_MICRO);
            samples.add(name, ALLOCATED, server.allocatedOfRequest());
            samples.add(name, REQUESTS, server.requestsInNano() * THOUSANDS_A_SECOND);
            samples.add(name, P99, server.p99Nanos() / NANOS_PER_MICRO);
          });
    } finally {
      for (LoadedServer each : servers.values()) {
        each.close();
      }
    }
  }

  private static Interval added(Samples samples, String name, String quantity) {
    return Interval.ofMedian(samples.differences(name, Peers.NONE, quantity));
  }

  private static Interval ratio(Samples samples, String name, String quantity) {
    return Interval.ofMedian(samples.ratios(name, Peers.NONE, quantity));
  }

  private static List<Target> targets(Samples samples) {
    Interval ours = added(samples, Peers.EXPORTER_AGENT, CPU);
    Interval theirs = added(samples, SignalPeers.OPEN_TELEMETRY, CPU);
    Interval same = added(samples, Peers.NONE_AGAIN, ALLOCATED);
    Target noise =
        Target.share(
            "width of the interval of CPU without agent, of what OpenTelemetry's agent adds at least; wider, the run is void",
            added(samples, Peers.NONE_AGAIN, CPU).width(),
            theirs.from(),
            SHARE);
    double most = noise.met() ? ours.to() : Double.NaN;
    return List.of(
        noise,
        Target.share(
            "CPU added a request, at most, of what OpenTelemetry's agent adds at least",
            most,
            theirs.from(),
            SHARE),
        Target.share(
            "the same with its sampler off",
            most,
            added(samples, SignalPeers.NO_SPANS, CPU).from(),
            SHARE),
        new Target(
            "bytes allocated more a request than by the agent without signals, at most what the noise is",
            samples.added(Peers.EXPORTER_AGENT, SignalPeers.WITHOUT, ALLOCATED),
            Math.max(SAME_BYTES, Math.max(-same.from(), same.to()))),
        new Target(
            "share of requests a second lost, at most what the noise is",
            1 - samples.ratio(Peers.EXPORTER_AGENT, Peers.NONE, REQUESTS),
            ratio(samples, Peers.NONE_AGAIN, REQUESTS).farthestFromOne()),
        new Target(
            "share of p99 added, at most what the noise is",
            samples.ratio(Peers.EXPORTER_AGENT, Peers.NONE, P99) - 1,
            ratio(samples, Peers.NONE_AGAIN, P99).farthestFromOne()));
  }
}
