package io.exporteragent.benchmarks;

import io.exporteragent.benchmarks.program.SignalPage;
import java.io.IOException;
import java.time.Duration;
import java.util.List;

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

  private static final int WINDOWS = 2;
  private static final double NANOS_PER_MICRO = 1e3;
  private static final double THOUSANDS_A_SECOND = 1e6;

  @Override
  public Section run(Jdk jdk, Jars jars, Effort effort) throws IOException, InterruptedException {
    SignalPeers peers = SignalPeers.ofProgram(jdk, jars);
    List<Candidate> candidates =
        List.of(
            peers.none(),
            peers.none().named(Peers.NONE_AGAIN),
            peers.exporterAgent(),
            peers.openTelemetry(),
            peers.openTelemetryWithoutSpans());
    int connections = Runtime.getRuntime().availableProcessors();
    Duration warmUp = effort.warmUp().multipliedBy(WARM_UPS);
    Duration window = effort.window().multipliedBy(WINDOWS);
    Samples samples = new Samples();
    Samples.interleaved(
        effort.rounds(),
        candidates,
        candidate -> run(candidate, connections, warmUp, window, samples));
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
            "Whole process: medians of %d interleaved starts, each measured for %d ms after %d ms; %d connections; scraped every second."
                .formatted(effort.rounds(), window.toMillis(), warmUp.toMillis(), connections),
            "CPU is that of the whole process, allocated what the threads that serve requests allocate.",
            "OpenTelemetry has nothing on but its instrumentation of Tomcat, servlets, Spring MVC and JDBC, with metrics alone."),
        List.of(cost, speed),
        targets(samples));
  }

  private static void run(
      Candidate candidate, int connections, Duration warmUp, Duration window, Samples samples)
      throws IOException, InterruptedException {
    String name = candidate.name();
    try (Running server = Running.start(candidate);
        RequestLoad load = new RequestLoad((int) server.hear()[1], connections)) {
      if (candidate.serves()) {
        awaitCounting(server);
      }
      server.watch(warmUp);
      ProcessFigures process = new ProcessFigures(server.pid());
      load.p99Nanos();
      long allocated = server.ask("workers")[0];
      Duration cpu = process.cpu();
      long answered = load.answered();
      long began = System.nanoTime();
      server.watch(window);
      double requests = load.answered() - answered;
      samples.add(name, REQUESTS, requests / (System.nanoTime() - began) * THOUSANDS_A_SECOND);
      samples.add(name, CPU, process.cpu().minus(cpu).toNanos() / NANOS_PER_MICRO / requests);
      samples.add(name, ALLOCATED, (server.ask("workers")[0] - allocated) / requests);
      samples.add(name, P99, load.p99Nanos() / NANOS_PER_MICRO);
    }
  }

  /** Both agents change classes from some time after the start on. */
  private static void awaitCounting(Running server) throws IOException, InterruptedException {
    server.awaitPage(page -> new SignalPage(page).requests() > 0);
    server.awaitPage(page -> new SignalPage(page).statements() > 0);
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
            "bytes allocated more a request, at most what the noise is",
            samples.added(Peers.EXPORTER_AGENT, Peers.NONE, ALLOCATED),
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
