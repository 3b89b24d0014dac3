package io.exporteragent.benchmarks;

import java.io.IOException;
import java.util.List;

/**
 * How fast an application runs while it is watched and scraped every second, against how fast it
 * runs without; and, for the noise in that, against how fast it runs without once more.
 */
final class ApplicationSpeed implements Scenario {
  private static final String CALLS = "million calls a second";
  private static final String P99 = "p99 of 200 calls us";

  /** Of fewer than ten starts the interval would be from the lowest to the highest. */
  private static final int ROUNDS = 2;

  private static final double MILLIONS_A_SECOND = 1e3;
  private static final double NANOS_PER_MICRO = 1e3;

  @Override
  public Section run(Jdk jdk, Jars jars, Effort effort) throws IOException, InterruptedException {
    String threads = Integer.toString(Runtime.getRuntime().availableProcessors());
    Peers peers = new Peers(jdk, jars, "256m", "Loop", "plain", threads);
    List<Candidate> candidates =
        List.of(peers.none(), peers.none().named(Peers.NONE_AGAIN), peers.exporterAgent());
    Samples samples = new Samples();
    int rounds = ROUNDS * effort.rounds();
    Samples.interleaved(rounds, candidates, candidate -> run(candidate, effort, samples));
    Table table = Table.of("A loop on " + threads + " threads", candidates);
    for (String quantity : List.of(CALLS, P99)) {
      table
          .column(quantity, name -> samples.median(name, quantity))
          .column(quantity + ", of none", name -> samples.ratio(name, Peers.NONE, quantity))
          .column(quantity + ", from", name -> interval(samples, name, quantity).from())
          .column(quantity + ", to", name -> interval(samples, name, quantity).to());
    }
    return new Section(
        jdk.version(),
        List.of(
            "Medians of %d interleaved starts, each measured for %d ms after %d ms; scraped every second."
                .formatted(rounds, effort.window().toMillis(), effort.warmUp().toMillis()),
            "As many threads as processors, so that whatever the agent does is taken from the loop.",
            "From and to: where the median of the ratios lies, in nineteen cases of twenty."),
        List.of(table),
        targets(samples));
  }

  private static void run(Candidate candidate, Effort effort, Samples samples)
      throws IOException, InterruptedException {
    try (Running loop = Running.start(candidate)) {
      loop.hear();
      if (candidate.serves()) {
        loop.firstPage();
      }
      loop.watch(effort.warmUp());
      loop.ask("latency");
      LoopCount before = LoopCount.of(loop);
      loop.watch(effort.window());
      double rate = LoopCount.of(loop).rateSince(before);
      samples.add(candidate.name(), CALLS, rate * MILLIONS_A_SECOND);
      samples.add(candidate.name(), P99, loop.ask("latency")[0] / NANOS_PER_MICRO);
    }
  }

  private static Interval interval(Samples samples, String name, String quantity) {
    return Interval.ofMedian(samples.ratios(name, Peers.NONE, quantity));
  }

  private static List<Target> targets(Samples samples) {
    Interval calls = interval(samples, Peers.NONE_AGAIN, CALLS);
    Interval latency = interval(samples, Peers.NONE_AGAIN, P99);
    Target noise =
        new Target(
            "width of the interval without agent; wider, the run is void", calls.width(), 0.03);
    double lost = 1 - samples.ratio(Peers.EXPORTER_AGENT, Peers.NONE, CALLS);
    double added = samples.ratio(Peers.EXPORTER_AGENT, Peers.NONE, P99) - 1;
    return List.of(
        noise,
        new Target(
            "share of throughput lost, at most what the noise is",
            noise.met() ? lost : Double.NaN,
            calls.farthestFromOne()),
        new Target(
            "share of p99 added, at most what the noise is",
            noise.met() ? added : Double.NaN,
            latency.farthestFromOne()));
  }
}
