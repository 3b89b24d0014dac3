package io.exporteragent.benchmarks;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * What a candidate with many series costs, in one start of it: its first scrape, those of which it
 * has already made many, and the heap that it holds.
 */
final class SeriesCost {
  static final String FIRST = "first scrape ms";
  static final String WHOLE = "first whole page ms";
  static final String WHOLE_CPU = "first whole page CPU ms";
  static final String SCRAPE = "p50 ms";
  static final String PER_SERIES = "p50 ns a series";
  static final String CPU = "CPU ms a scrape";
  static final String ALLOCATED = "allocated MiB a scrape";
  static final String HEAP = "heap after GC MiB";
  static final double MIB = 1 << 20;
  private static final double NANOS_PER_MILLI = 1e6;
  private static final double MICROS_PER_MILLI = 1e3;

  /** For a page that has everything. */
  private static final Duration PATIENCE = Duration.ofMinutes(2);

  /** At least this many, however long each takes. */
  private static final int SCRAPES = 3;

  private final Jdk jdk;
  private final Effort effort;
  private final Samples samples;

  SeriesCost(Jdk jdk, Effort effort, Samples samples) {
    this.jdk = jdk;
    this.effort = effort;
    this.samples = samples;
  }

  /** How it is measured, as a sentence. */
  static String note(Effort effort) {
    return "Medians of %d interleaved starts; in each the first scrape, others for %d ms to warm up, and others for %d ms."
        .formatted(effort.longRounds(), effort.warmUp().toMillis(), effort.window().toMillis());
  }

  /** Starts a candidate with so many series that the JIT compiler is soon done, and measures it. */
  void measure(Candidate candidate, int series) throws IOException, InterruptedException {
    measure(candidate, series, effort.warmUp());
  }

  /**
   * Starts a candidate and measures it.
   *
   * @param series how many series are at least on each page
   * @param warmUp how long it is scraped before that counts
   * @return the last page, empty if the candidate serves none
   */
  String measure(Candidate candidate, int series, Duration warmUp)
      throws IOException, InterruptedException {
    String name = candidate.name();
    String text = "";
    try (Running running = Running.start(candidate)) {
      running.hear();
      if (candidate.serves()) {
        first(running, series);
        try (ScrapeClient client = new ScrapeClient(running.port(), false)) {
          scrape(client, series, warmUp);
          Usage before = Usage.soFar(running, jdk);
          double[] nanos = scrape(client, series, effort.window());
          Usage used = Usage.soFar(running, jdk).since(before, nanos.length);
          samples.add(name, SCRAPE, Samples.median(nanos) / NANOS_PER_MILLI);
          samples.add(name, PER_SERIES, Samples.median(nanos) / series);
          samples.add(name, CPU, used.cpuMicros() / MICROS_PER_MILLI);
          samples.add(name, ALLOCATED, used.allocatedBytes() / MIB);
          text = client.text();
        }
      }
      samples.add(name, HEAP, new Jcmd(jdk, running.pid()).heapAfterCollection() / MIB);
    }
    return text;
  }

  /** The very first page can be one before the agent has found what there is to serve. */
  private void first(Running running, int series) throws IOException, InterruptedException {
    ProcessFigures process = new ProcessFigures(running.pid());
    Duration cpu = process.cpu();
    long began = System.nanoTime();
    Page page = running.firstPage();
    try (ScrapeClient client = new ScrapeClient(running.port(), false)) {
      while (page.series() < series) {
        if (System.nanoTime() - began > PATIENCE.toNanos()) {
          throw incomplete(page, series);
        }
        Thread.sleep(10);
        page = client.scrape();
      }
    }
    long whole = System.nanoTime() - began;
    String name = running.candidate().name();
    samples.add(name, FIRST, page.took().toNanos() / NANOS_PER_MILLI);
    samples.add(name, WHOLE, whole / NANOS_PER_MILLI);
    samples.add(name, WHOLE_CPU, (double) process.cpu().minus(cpu).toMillis());
  }

  private static double[] scrape(ScrapeClient client, int series, Duration atLeast)
      throws IOException {
    List<Double> nanos = new ArrayList<>();
    long began = System.nanoTime();
    while (nanos.size() < SCRAPES || System.nanoTime() - began < atLeast.toNanos()) {
      Page page = client.scrape();
      if (page.series() < series) {
        throw incomplete(page, series);
      }
      nanos.add((double) page.took().toNanos());
    }
    return nanos.stream().mapToDouble(Double::doubleValue).toArray();
  }

  private static IOException incomplete(Page page, int series) {
    return new IOException("a page had %d of %d series".formatted(page.series(), series));
  }
}
