package io.exporteragent.benchmarks;

import io.exporteragent.benchmarks.program.HookCost;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.BenchmarkResult;
import org.openjdk.jmh.results.IterationResult;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.Options;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

/** What a request of Tomcat and a statement of H2 take longer when they are counted, by JMH. */
final class SignalHooks implements Scenario {
  private static final String NANOS = "ns";
  private static final String ADDED = "added ns";
  private static final String ALLOCATED = "allocated bytes";
  private static final int LIMIT_NANOS = 150;

  /** JMH counts what other threads of the agent allocate meanwhile as well. */
  private static final int OF_OTHER_THREADS = 4;

  /** What else goes on on a machine can only slow an iteration down, and short ones not all. */
  private static final TimeValue ITERATION = TimeValue.milliseconds(100);

  /** The way through Tomcat takes the JIT compiler longer than a call. */
  private static final int WARM_UPS = 2;

  /** One that JMH calls. */
  private record Operation(String benchmark, String title) {}

  private static final List<Operation> OPERATIONS =
      List.of(
          new Operation("request", "A request through Tomcat's adapter, JMH"),
          new Operation("query", "A prepared query of H2, JMH"));

  @Override
  public Section run(Jdk jdk, Jars jars, Effort effort) throws IOException, InterruptedException {
    SignalPeers peers = SignalPeers.ofProgram(jdk, jars);
    List<Candidate> candidates =
        List.of(peers.none(), peers.exporterAgentWithoutSignals(), peers.exporterAgent());
    List<Table> tables = new ArrayList<>();
    List<Target> targets = new ArrayList<>();
    for (Operation operation : OPERATIONS) {
      Samples samples = new Samples();
      Samples.interleaved(
          effort.rounds(),
          candidates,
          candidate -> measure(operation, candidate, jdk, jars, effort, samples));
      Table table =
          Table.of(operation.title(), candidates)
              .column(NANOS, name -> samples.median(name, NANOS))
              .column(ADDED, name -> samples.added(name, SignalPeers.WITHOUT, NANOS))
              .column(ADDED + ", from", name -> added(samples, name).from())
              .column(ADDED + ", to", name -> added(samples, name).to())
              .column(ALLOCATED, name -> samples.median(name, ALLOCATED));
      tables.add(table);
      targets.add(
          new Target(
              operation.title() + ", " + ADDED,
              table.value(Peers.EXPORTER_AGENT, ADDED),
              LIMIT_NANOS));
      targets.add(
          new Target(
              operation.title() + ", allocated bytes more",
              samples.added(Peers.EXPORTER_AGENT, SignalPeers.WITHOUT, ALLOCATED),
              OF_OTHER_THREADS));
    }
    return new Section(
        jdk.version(),
        List.of(
            "By JMH: medians of %d interleaved forks, of each the fastest iteration of 100 ms; added: median of the differences to the agent without signals in each round, from and to where it lies in nineteen cases of twenty."
                .formatted(effort.rounds()),
            "With the agent, also without signals, H2 may allocate some 120 bytes more a statement, so signals are compared with the agent without them.",
            "The request takes the way from the connector's adapter to a servlet that does nothing and back, without sockets."),
        tables,
        targets);
  }

  private static Interval added(Samples samples, String name) {
    return Interval.ofMedian(samples.differences(name, SignalPeers.WITHOUT, NANOS));
  }

  private static void measure(
      Operation operation, Candidate candidate, Jdk jdk, Jars jars, Effort effort, Samples samples)
      throws IOException {
    Path log = jars.home().resolve("target/jmh-signals.txt");
    int port = Running.freePort();
    List<String> options = new ArrayList<>(candidate.jvmOptions(port));
    if (candidate.name().equals(Peers.EXPORTER_AGENT)) {
      options.add("-Dbenchmark.port=" + port);
    }
    Options run =
        new OptionsBuilder()
            .include(Pattern.quote(HookCost.class.getName() + "." + operation.benchmark()) + "$")
            .forks(1)
            .jvm(jdk.tool("java"))
            .jvmArgs(options.toArray(new String[0]))
            .addProfiler(GCProfiler.class)
            .warmupIterations(1)
            .warmupTime(TimeValue.milliseconds(effort.warmUp().toMillis() * WARM_UPS))
            .measurementIterations(
                (int) (effort.window().toMillis() / ITERATION.convertTo(TimeUnit.MILLISECONDS)))
            .measurementTime(ITERATION)
            .verbosity(VerboseMode.NORMAL)
            .output(log.toString())
            .shouldFailOnError(true)
            .build();
    try {
      RunResult result = new Runner(run).runSingle();
      samples.add(candidate.name(), NANOS, fastest(result));
      result
          .getSecondaryResults()
          .forEach(
              (label, secondary) -> {
                if (label.endsWith("gc.alloc.rate.norm")) {
                  samples.add(candidate.name(), ALLOCATED, secondary.getScore());
                }
              });
    } catch (RunnerException e) {
      throw new IOException("JMH cannot measure " + candidate.name() + ", see " + log, e);
    }
  }

  private static double fastest(RunResult of) {
    double fastest = Double.POSITIVE_INFINITY;
    for (BenchmarkResult fork : of.getBenchmarkResults()) {
      for (IterationResult each : fork.getIterationResults()) {
        fastest = Math.min(fastest, each.getPrimaryResult().getScore());
      }
    }
    return fastest;
  }
}
