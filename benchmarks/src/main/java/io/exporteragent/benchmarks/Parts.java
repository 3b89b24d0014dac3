package io.exporteragent.benchmarks;

import io.exporteragent.benchmarks.program.PartCost;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.regex.Pattern;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.Options;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

/** What the parts of a scrape cost without a server around them, by JMH. */
final class Parts implements Scenario {
  private static final String MICROS = "us";
  private static final String ALLOCATED = "allocated KiB";
  private static final double KIB = 1 << 10;
  private static final int SERIES = 1_000;

  @Override
  public Section run(Jdk jdk, Jars jars, Effort effort) throws IOException {
    Samples samples = new Samples();
    List<String> parts = new ArrayList<>();
    for (RunResult result : measure(jdk, jars, effort)) {
      String part = name(result.getParams().getBenchmark());
      parts.add(part);
      samples.add(part, MICROS, result.getPrimaryResult().getScore());
      for (String label : result.getSecondaryResults().keySet()) {
        if (label.endsWith("gc.alloc.rate.norm")) {
          double bytes = result.getSecondaryResults().get(label).getScore();
          samples.add(part, ALLOCATED, bytes / KIB);
        }
      }
    }
    Table table = Table.named("Parts of a scrape, JMH", parts);
    for (String column : List.of(MICROS, ALLOCATED)) {
      table.column(column, part -> samples.median(part, column));
    }
    return new Section(
        jdk.version(),
        List.of(
            "Means of %d forks; by hand is client_java's registry and its writers."
                .formatted(effort.longRounds()),
            "A page has one counter of %,d series with four labels each. Host is the processor, memory and file systems."
                .formatted(SERIES)),
        List.of(table),
        List.of(
            share(table, "text", "textByHand", MICROS),
            share(table, "openMetrics", "openMetricsByHand", MICROS)));
  }

  private static Target share(Table table, String agent, String other, String column) {
    return Target.share(
        agent + ", of that of " + other, table.value(agent, column), table.value(other, column), 1);
  }

  private static String name(String benchmark) {
    return benchmark.substring(benchmark.lastIndexOf('.') + 1);
  }

  private static Collection<RunResult> measure(Jdk jdk, Jars jars, Effort effort)
      throws IOException {
    Path log = jars.home().resolve("target/jmh-parts.txt");
    Options options =
        new OptionsBuilder()
            .include(Pattern.quote(PartCost.class.getName()))
            .param("series", Integer.toString(SERIES))
            .forks(effort.longRounds())
            .jvm(jdk.tool("java"))
            .jvmArgs("-Xmx256m", "-Dbenchmark.agent=" + jars.agent())
            .addProfiler(GCProfiler.class)
            .warmupIterations(1)
            .warmupTime(TimeValue.milliseconds(effort.warmUp().toMillis()))
            .measurementIterations(1)
            .measurementTime(TimeValue.milliseconds(effort.window().toMillis()))
            .verbosity(VerboseMode.NORMAL)
            .output(log.toString())
            .shouldFailOnError(true)
            .build();
    try {
      return new Runner(options).run();
    } catch (RunnerException e) {
      throw new IOException("JMH cannot measure the parts, see " + log, e);
    }
  }
}
