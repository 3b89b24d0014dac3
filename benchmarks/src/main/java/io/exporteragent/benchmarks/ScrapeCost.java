package io.exporteragent.benchmarks;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** What a scrape of a small application costs, for the scraper and for the process. */
final class ScrapeCost implements Scenario {
  static final String CPU = "CPU us a scrape";
  static final String ALLOCATED = "allocated KiB a scrape";
  static final String SAFEPOINTS = "safepoints a scrape";
  static final String PLAIN = "Plain text";
  private static final String GZIP = "gzip";
  private static final String SERIES = "series";
  private static final String BYTES = "bytes";
  private static final String P50 = "p50 us";
  private static final String P99 = "p99 us";
  private static final String HOST_ONLY = "exporter-agent: cpu, memory, disk";
  private static final String NOTHING = "exporter-agent: no collector";

  /**
   * The JIT compiler works on what is called once a scrape for 20,000 scrapes and more, at first
   * for nearly as long as the scrapes themselves take.
   */
  private static final int WARM_UPS = 8;

  private static final double KIB = 1 << 10;
  private static final double NANOS_PER_MICRO = 1e3;

  @Override
  public Section run(Jdk jdk, Jars jars, Effort effort) throws IOException, InterruptedException {
    Peers peers = new Peers(jdk, jars, "256m", "Service");
    List<Candidate> candidates =
        new ArrayList<>(
            List.of(
                peers.exporterAgent(),
                peers.clientJava(),
                peers.micrometer(),
                peers.jmxExporter(),
                peers.jmxExporterJvmOnly(),
                peers.openTelemetry(),
                peers.exporterAgent(HOST_ONLY, "host-only.yml"),
                peers.exporterAgent(NOTHING, "nothing.yml")));
    peers.otherAgent().ifPresent(candidates::add);
    peers.nodeExporter().ifPresent(candidates::add);
    List<Running> all = new ArrayList<>();
    try {
      for (Candidate candidate : candidates) {
        Running running = Running.start(candidate);
        all.add(running);
        running.firstPage();
        if (candidate.program()) {
          running.hear();
        }
      }
      for (Running running : all) {
        warmUp(running, effort);
      }
      Table plain = measure(PLAIN, false, all, candidates, jdk, effort);
      Table gzip = measure(GZIP, true, all, candidates, jdk, effort);
      return new Section(
          jdk.version(),
          List.of(
              "Medians of %d interleaved blocks of %d scrapes after %d ms of both kinds to warm up, one at a time over a connection that is kept."
                  .formatted(
                      effort.rounds(), effort.scrapes(), WARM_UPS * effort.warmUp().toMillis()),
              "CPU is that of all threads of the process, JIT and garbage collector included.",
              "Micrometer's own page knows no gzip."),
          List.of(plain, gzip),
          targets(plain));
    } finally {
      for (Running running : all) {
        running.close();
      }
    }
  }

  /** Scrapes all of them in turn, after they have been warmed up. */
  static Table measure(
      String title,
      boolean gzip,
      List<Running> all,
      List<Candidate> candidates,
      Jdk jdk,
      Effort effort)
      throws IOException {
    Samples samples = new Samples();
    for (int round = 0; round < effort.rounds(); round++) {
      for (Running running : all) {
        block(running, gzip, jdk, effort.scrapes(), samples);
      }
    }
    Table table = Table.of(title, candidates);
    for (String column : List.of(SERIES, BYTES, P50, P99, CPU, ALLOCATED, SAFEPOINTS)) {
      table.column(column, name -> samples.median(name, column));
    }
    return table;
  }

  /** In turn, or what was compiled for the one kind would be thrown away for the other. */
  static void warmUp(Running running, Effort effort) throws IOException {
    long end = System.nanoTime() + WARM_UPS * effort.warmUp().toNanos();
    while (System.nanoTime() < end) {
      scrape(running, false, effort.scrapes());
      scrape(running, true, effort.scrapes());
    }
  }

  private static void block(Running running, boolean gzip, Jdk jdk, int scrapes, Samples samples)
      throws IOException {
    Usage before = Usage.soFar(running, jdk);
    List<Page> pages = scrape(running, gzip, scrapes);
    Usage used = Usage.soFar(running, jdk).since(before, scrapes);
    double[] micros =
        pages.stream().mapToDouble(page -> page.took().toNanos() / NANOS_PER_MICRO).toArray();
    Page last = pages.get(pages.size() - 1);
    String name = running.candidate().name();
    samples.add(name, SERIES, last.series());
    samples.add(name, BYTES, last.bytes());
    samples.add(name, P50, Samples.median(micros));
    samples.add(name, P99, Samples.percentile(99, micros));
    samples.add(name, CPU, used.cpuMicros());
    samples.add(name, ALLOCATED, used.allocatedBytes() / KIB);
    samples.add(name, SAFEPOINTS, used.safepoints());
  }

  /** Fails if a page has other than about as many series as the first: some come and go. */
  private static List<Page> scrape(Running running, boolean gzip, int scrapes) throws IOException {
    List<Page> pages = new ArrayList<>(scrapes);
    try (ScrapeClient client = new ScrapeClient(running.port(), gzip)) {
      for (int i = 0; i < scrapes; i++) {
        Page page = client.scrape();
        pages.add(page);
        int series = pages.get(0).series();
        if (Math.abs(page.series() - series) > series / 2) {
          throw new IOException(
              running.candidate().name() + " served " + series + " series, then " + page.series());
        }
      }
    }
    return pages;
  }

  private static List<Target> targets(Table plain) {
    String agent = Peers.EXPORTER_AGENT;
    double cpu = plain.value(agent, CPU);
    double host = plain.value(HOST_ONLY, CPU) - plain.value(NOTHING, CPU);
    return List.of(
        Target.share(
            "CPU, of that of client_java by hand", cpu, plain.value(Peers.CLIENT_JAVA, CPU), 1),
        Target.share(
            "CPU, of that of jmx_exporter", cpu, plain.value(Peers.JMX_EXPORTER, CPU), 0.25),
        Target.share(
            "CPU of the host part (of that page, less that of one without collectors), of that of node_exporter",
            host > 0 ? host : Double.NaN,
            plain.value(Peers.NODE_EXPORTER, CPU),
            1 / 3.0),
        new Target(ALLOCATED, plain.value(agent, ALLOCATED), 128),
        new Target(
            SAFEPOINTS + ", those of garbage collections included",
            plain.value(agent, SAFEPOINTS),
            0.05));
  }
}
