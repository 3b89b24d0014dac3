package io.exporteragent.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import javax.net.SocketFactory;
import javax.net.ssl.SSLSocketFactory;

/** What TLS and passwords cost: who may have the page, and who may not. */
final class ClosedPage implements Scenario {
  static final String SCRAPES = "A scrape over a connection that is kept";
  private static final String P50 = "p50 us";
  private static final String TLS = "exporter-agent, TLS";
  private static final String BOTH = "exporter-agent, TLS and a password";
  private static final double NANOS_PER_MICRO = 1e3;
  private static final double KIB = 1 << 10;

  /** Scrapes until what is called once a scrape is compiled, in blocks. */
  private static final int WARM_UPS = 8;

  @Override
  public Section run(Jdk jdk, Jars jars, Effort effort) throws IOException, InterruptedException {
    Path directory = Files.createTempDirectory("benchmark-web");
    try {
      WebFiles files = new WebFiles(directory);
      Peers peers = new Peers(jdk, jars, "256m", "Service");
      Samples samples = new Samples();
      Table scrapes = scrapes(peers, files, jdk, effort, samples);
      Table strangers = new Flood(peers, files, effort).measure();
      List<Target> targets = new ArrayList<>();
      targets.add(
          new Target(
              "CPU of a scrape by TLS, of that of one without",
              samples.ratio(TLS, Peers.EXPORTER_AGENT, ScrapeCost.CPU),
              1.5));
      targets.addAll(Flood.targets(strangers));
      return new Section(
          jdk.version(),
          List.of(
              "Scrapes: medians of %d interleaved blocks of %d, plain text, one at a time."
                  .formatted(effort.rounds(), effort.scrapes()),
              "Strangers come to a JVM that has just been started: the figures include what the JIT compiler takes. Medians of %d JVMs each."
                  .formatted(effort.longRounds()),
              "A flood of wrong passwords is up to 1,000 connections a second, each with one, for %d s."
                  .formatted(Flood.window(effort).toSeconds()),
              "Meanwhile the page is scraped over a connection of before, with the right password."),
          List.of(scrapes, strangers),
          targets);
    } finally {
      delete(directory);
    }
  }

  private static void delete(Path directory) throws IOException {
    List<Path> all;
    try (Stream<Path> files = Files.walk(directory)) {
      all = files.sorted(Comparator.reverseOrder()).toList();
    }
    for (Path each : all) {
      Files.delete(each);
    }
  }

  /** A candidate, the sockets of its clients and whether they have to say a password. */
  private record Case(Running running, SocketFactory sockets, boolean isPasswordShown) {
    String name() {
      return running.candidate().name();
    }

    List<Page> scrape(int scrapes) throws IOException {
      List<Page> pages = new ArrayList<>(scrapes);
      try (ScrapeClient client =
          isPasswordShown
              ? ScrapeClient.withPassword(sockets, running.port(), WebFiles.USER, WebFiles.PASSWORD)
              : new ScrapeClient(sockets, running.port(), false)) {
        for (int i = 0; i < scrapes; i++) {
          pages.add(client.scrape());
        }
      }
      return pages;
    }
  }

  private static Table scrapes(Peers peers, WebFiles files, Jdk jdk, Effort effort, Samples samples)
      throws IOException, InterruptedException {
    SSLSocketFactory tls = files.clients();
    List<Case> all = new ArrayList<>();
    try {
      all.add(new Case(Running.start(peers.exporterAgent()), SocketFactory.getDefault(), false));
      all.add(new Case(Running.start(peers.exporterAgentWeb(TLS, files.tls())), tls, false));
      all.add(
          new Case(
              Running.start(peers.exporterAgentWeb(BOTH, files.password(true, 10))), tls, true));
      for (Case each : all) {
        each.running.await(() -> isThere(each));
        each.running.hear();
      }
      long end = System.nanoTime() + WARM_UPS * effort.warmUp().toNanos();
      while (System.nanoTime() < end) {
        for (Case each : all) {
          each.scrape(effort.scrapes());
        }
      }
      for (int round = 0; round < effort.rounds(); round++) {
        for (Case each : all) {
          block(each, jdk, effort.scrapes(), samples);
        }
      }
      Table table = Table.of(SCRAPES, all.stream().map(each -> each.running.candidate()).toList());
      for (String column : List.of(P50, ScrapeCost.CPU, ScrapeCost.ALLOCATED)) {
        table.column(column, name -> samples.median(name, column));
      }
      return table;
    } finally {
      for (Case each : all) {
        each.running.close();
      }
    }
  }

  private static boolean isThere(Case each) {
    try {
      return each.scrape(1).get(0).series() > 0;
    } catch (IOException e) {
      return false;
    }
  }

  private static void block(Case each, Jdk jdk, int scrapes, Samples samples) throws IOException {
    Usage before = Usage.soFar(each.running, jdk);
    List<Page> pages = each.scrape(scrapes);
    Usage used = Usage.soFar(each.running, jdk).since(before, scrapes);
    double[] micros =
        pages.stream().mapToDouble(page -> page.took().toNanos() / NANOS_PER_MICRO).toArray();
    samples.add(each.name(), P50, Samples.median(micros));
    samples.add(each.name(), ScrapeCost.CPU, used.cpuMicros());
    samples.add(each.name(), ScrapeCost.ALLOCATED, used.allocatedBytes() / KIB);
  }
}
