package io.exporteragent.benchmarks;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * How a scrape grows with the series of the application: one client_java counter, served by the
 * agent from outside and by client_java's own server from within.
 */
final class Scale implements Scenario {
  /** For the application's own series and what client_java makes of them in a scrape. */
  private static final long HEAP_BYTES_PER_SERIES = 6_000;

  private static final int SMALLEST_HEAP_MIB = 512;

  @Override
  public Section run(Jdk jdk, Jars jars, Effort effort) throws IOException, InterruptedException {
    List<Table> tables = new ArrayList<>();
    for (int series : effort.series()) {
      tables.add(measure(series, jdk, jars, effort));
    }
    return new Section(
        jdk.version(),
        List.of(
            SeriesCost.note(effort),
            "Plain text. The agent serves the application's metrics alone."),
        tables,
        targets(effort.series(), tables));
  }

  /** What the table of this size is called. */
  static String title(int series) {
    return "%,d series".formatted(series);
  }

  private static Table measure(int series, Jdk jdk, Jars jars, Effort effort)
      throws IOException, InterruptedException {
    long heap = Math.max(SMALLEST_HEAP_MIB, series * HEAP_BYTES_PER_SERIES / (1 << 20));
    Peers peers = new Peers(jdk, jars, heap + "m", "Series", Integer.toString(series));
    List<Candidate> candidates =
        List.of(
            peers.none(),
            peers.clientJavaRegistry(),
            peers.exporterAgent(Peers.EXPORTER_AGENT, "application-only.yml"));
    Samples samples = new Samples();
    SeriesCost scrape = new SeriesCost(jdk, effort, samples);
    Samples.interleaved(
        effort.longRounds(), candidates, candidate -> scrape.measure(candidate, series));
    Table table = Table.of(title(series), candidates);
    for (String column :
        List.of(
            SeriesCost.FIRST,
            SeriesCost.SCRAPE,
            SeriesCost.PER_SERIES,
            SeriesCost.CPU,
            SeriesCost.ALLOCATED,
            SeriesCost.HEAP)) {
      table.column(column, name -> samples.median(name, column));
    }
    return table;
  }

  /** At the smallest size what the agent needs without any series still counts for much. */
  private static List<Target> targets(List<Integer> sizes, List<Table> tables) {
    List<Target> targets = new ArrayList<>();
    for (int i = 1; i < sizes.size(); i++) {
      targets.addAll(targets(sizes.get(i), tables.get(i)));
    }
    int last = sizes.size() - 1;
    targets.add(
        Target.share(
            "%,d series, time a series, of that at %,d".formatted(sizes.get(last), sizes.get(0)),
            agent(tables.get(last), SeriesCost.PER_SERIES),
            agent(tables.get(0), SeriesCost.PER_SERIES),
            1.5));
    return targets;
  }

  private static List<Target> targets(int series, Table table) {
    String at = title(series) + ", ";
    return List.of(
        ofClientJava(at, table, SeriesCost.SCRAPE, 0.2),
        ofClientJava(at, table, SeriesCost.ALLOCATED, 0.1),
        ofClientJava(at, table, SeriesCost.FIRST, 1),
        new Target(
            at + "heap held by the agent, bytes a series",
            (agent(table, SeriesCost.HEAP) - table.value(Peers.NONE, SeriesCost.HEAP))
                * SeriesCost.MIB
                / series,
            150));
  }

  private static Target ofClientJava(String at, Table table, String column, double limit) {
    return Target.share(
        at + column + ", of that of client_java by hand",
        agent(table, column),
        table.value(Peers.CLIENT_JAVA, column),
        limit);
  }

  private static double agent(Table table, String column) {
    return table.value(Peers.EXPORTER_AGENT, column);
  }
}
