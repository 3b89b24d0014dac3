package io.exporteragent.benchmarks;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * How a scrape grows with the series of the application: one client_java counter, served by the
 * agent from outside and by client_java's own server from within.
 */
final class Scale implements Scenario {
  static final String SCRAPE = "p50 ms";
  private static final String FIRST = "first scrape ms";
  private static final String PER_SERIES = "p50 ns a series";
  private static final String CPU = "CPU ms a scrape";
  private static final String ALLOCATED = "allocated MiB a scrape";
  private static final String HEAP = "heap after GC MiB";
  private static final double MIB = 1 << 20;
  private static final double NANOS_PER_MILLI = 1e6;
  private static final double MICROS_PER_MILLI = 1e3;

  /** At least this many, however long each takes. */
  private static final int SCRAPES = 3;

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
            "Medians of %d interleaved starts; in each the first scrape, others for %d ms to warm up, and others for %d ms."
                .formatted(
                    effort.longRounds(), effort.warmUp().toMillis(), effort.window().toMillis()),
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
    Samples.interleaved(
        effort.longRounds(), candidates, candidate -> run(candidate, series, jdk, effort, samples));
    Table table = Table.of(title(series), candidates);
    for (String column : List.of(FIRST, SCRAPE, PER_SERIES, CPU, ALLOCATED, HEAP)) {
      table.column(column, name -> samples.median(name, column));
    }
    return table;
  }

  private static void run(Candidate candidate, int series, Jdk jdk, Effort effort, Samples samples)
      throws IOException, InterruptedException {
    String name = candidate.name();
    try (Running running = Running.start(candidate)) {
      running.hear();
      if (candidate.serves()) {
        Duration first = firstScrape(running, series);
        samples.add(name, FIRST, first.toNanos() / NANOS_PER_MILLI);
        try (ScrapeClient client = new ScrapeClient(running.port(), false)) {
          scrape(client, series, effort.warmUp());
          Usage before = Usage.soFar(running, jdk);
          double[] nanos = scrape(client, series, effort.window());
          Usage used = Usage.soFar(running, jdk).since(before, nanos.length);
          samples.add(name, SCRAPE, Samples.median(nanos) / NANOS_PER_MILLI);
          samples.add(name, PER_SERIES, Samples.median(nanos) / series);
          samples.add(name, CPU, used.cpuMicros() / MICROS_PER_MILLI);
          samples.add(name, ALLOCATED, used.allocatedBytes() / MIB);
        }
      }
      samples.add(name, HEAP, new Jcmd(jdk, running.pid()).heapAfterCollection() / MIB);
    }
  }

  /** Of the whole application: the agent's very first page can be one before it has found it. */
  private static Duration firstScrape(Running running, int series)
      throws IOException, InterruptedException {
    Page page = running.firstPage();
    try (ScrapeClient client = new ScrapeClient(running.port(), false)) {
      while (page.series() < series) {
        Thread.sleep(10);
        page = client.scrape();
      }
    }
    return page.took();
  }

  private static double[] scrape(ScrapeClient client, int series, Duration atLeast)
      throws IOException {
    List<Double> nanos = new ArrayList<>();
    long began = System.nanoTime();
    while (nanos.size() < SCRAPES || System.nanoTime() - began < atLeast.toNanos()) {
      Page page = client.scrape();
      if (page.series() < series) {
        throw new IOException("a page had %d of %d series".formatted(page.series(), series));
      }
      nanos.add((double) page.took().toNanos());
    }
    return nanos.stream().mapToDouble(Double::doubleValue).toArray();
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
            agent(tables.get(last), PER_SERIES),
            agent(tables.get(0), PER_SERIES),
            1.5));
    return targets;
  }

  private static List<Target> targets(int series, Table table) {
    String at = title(series) + ", ";
    return List.of(
        ofClientJava(at, table, SCRAPE, 0.2),
        ofClientJava(at, table, ALLOCATED, 0.1),
        ofClientJava(at, table, FIRST, 1),
        new Target(
            at + "heap held by the agent, bytes a series",
            (agent(table, HEAP) - table.value(Peers.NONE, HEAP)) * MIB / series,
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
