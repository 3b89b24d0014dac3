package io.exporteragent.benchmarks;

import io.exporteragent.benchmarks.program.CallCost;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.Options;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

/** What a call of a measured method costs more, in a program of its own and by JMH. */
final class MethodCalls implements Scenario {
  private static final String FLOOR = "LongAdder and two nanoTime";
  private static final String BY_HAND = "client_java by hand: counter, histogram";
  private static final String AVERAGE = "exporter-agent: counter, average";
  private static final String HISTOGRAM = "exporter-agent: counter, histogram";
  private static final String SPANS = "OpenTelemetry agent: spans";
  private static final String NO_SPANS = "OpenTelemetry agent: sampler off";
  private static final String METHOD = "io.exporteragent.benchmarks.program.Work[call]";
  private static final Pattern COUNTED = Pattern.compile("(?m)^calls_total [1-9]");
  private static final String NANOS = "ns a call";
  private static final String ADDED = "added ns a call";
  private static final int JMH_ITERATIONS = 3;

  /** How each candidate calls: its name as a {@code Callee}. */
  private static String callee(String candidate) {
    return switch (candidate) {
      case FLOOR -> "floor";
      case BY_HAND -> "by-hand";
      default -> "plain";
    };
  }

  @Override
  public Section run(Jdk jdk, Jars jars, Effort effort) throws IOException, InterruptedException {
    Map<String, Table> tables = new LinkedHashMap<>();
    for (int threads : effort.threads()) {
      List<Candidate> candidates = candidates(jdk, jars, threads);
      Samples loop = new Samples();
      Samples.interleaved(
          effort.rounds(),
          candidates,
          candidate -> loop.add(candidate.name(), NANOS, loop(candidate, threads, effort)));
      Samples jmh = new Samples();
      Samples.interleaved(
          effort.longRounds(),
          candidates,
          candidate ->
              jmh.add(candidate.name(), NANOS, jmh(candidate, threads, jdk, jars, effort)));
      String title = threads == 1 ? "1 thread" : threads + " threads";
      tables.put(title, table(title, candidates, loop));
      tables.put(title + ", JMH", table(title + ", JMH", candidates, jmh));
    }
    return new Section(
        jdk.version(),
        List.of(
            "Medians of %d interleaved starts, %d by JMH; added: median of the differences in each round."
                .formatted(effort.rounds(), effort.longRounds()),
            "By hand and floor are written into the source, the others are done to it from outside."),
        List.copyOf(tables.values()),
        tables.values().stream().flatMap(table -> targets(table).stream()).toList());
  }

  private static List<Candidate> candidates(Jdk jdk, Jars jars, int threads) {
    Peers plain = peers(jdk, jars, Peers.NONE, threads);
    return List.of(
        plain.none(),
        peers(jdk, jars, FLOOR, threads).none().named(FLOOR),
        peers(jdk, jars, BY_HAND, threads).none().named(BY_HAND),
        plain.exporterAgent(AVERAGE, "counter-average.yml"),
        plain.exporterAgent(HISTOGRAM, "counter-histogram.yml"),
        plain.openTelemetryMethod(SPANS, METHOD, "parentbased_always_on"),
        plain.openTelemetryMethod(NO_SPANS, METHOD, "always_off"));
  }

  private static Peers peers(Jdk jdk, Jars jars, String candidate, int threads) {
    return new Peers(jdk, jars, "256m", "Loop", callee(candidate), Integer.toString(threads));
  }

  private static Table table(String title, List<Candidate> candidates, Samples samples) {
    return Table.of(title, candidates)
        .column(NANOS, name -> samples.median(name, NANOS))
        .column(ADDED, name -> samples.added(name, Peers.NONE, NANOS));
  }

  private static double loop(Candidate candidate, int threads, Effort effort)
      throws IOException, InterruptedException {
    try (Running loop = Running.start(candidate)) {
      loop.hear();
      if (candidate.serves()) {
        // The agent measures methods from some time after the start on.
        loop.awaitPage(page -> COUNTED.matcher(page).find());
      }
      Thread.sleep(effort.warmUp().toMillis());
      LoopCount before = LoopCount.of(loop);
      Thread.sleep(effort.window().toMillis());
      return threads / LoopCount.of(loop).rateSince(before);
    }
  }

  private static double jmh(Candidate candidate, int threads, Jdk jdk, Jars jars, Effort effort)
      throws IOException {
    Path log = jars.home().resolve("target/jmh.txt");
    Options options =
        new OptionsBuilder()
            .include(Pattern.quote(CallCost.class.getName()))
            .param("callee", callee(candidate.name()))
            .threads(threads)
            .forks(1)
            .jvm(jdk.tool("java"))
            .jvmArgs(candidate.jvmOptions(Running.freePort()).toArray(new String[0]))
            .warmupIterations(1)
            .warmupTime(TimeValue.milliseconds(effort.warmUp().toMillis()))
            .measurementIterations(JMH_ITERATIONS)
            .measurementTime(TimeValue.milliseconds(effort.window().toMillis() / JMH_ITERATIONS))
            .verbosity(VerboseMode.NORMAL)
            .output(log.toString())
            .shouldFailOnError(true)
            .build();
    try {
      return new Runner(options).runSingle().getPrimaryResult().getScore();
    } catch (RunnerException e) {
      throw new IOException("JMH cannot measure " + candidate.name() + ", see " + log, e);
    }
  }

  private static List<Target> targets(Table table) {
    String at = table.title() + ", ";
    return List.of(
        added(at, table, AVERAGE, FLOOR, 1.3),
        added(at, table, HISTOGRAM, BY_HAND, 1),
        added(at, table, HISTOGRAM, SPANS, 1 / 3.0),
        added(at, table, HISTOGRAM, NO_SPANS, 1 / 3.0));
  }

  private static Target added(String at, Table table, String agent, String other, double limit) {
    return Target.share(
        at + agent + ", of that of " + other,
        table.value(agent, ADDED),
        table.value(other, ADDED),
        limit);
  }
}
