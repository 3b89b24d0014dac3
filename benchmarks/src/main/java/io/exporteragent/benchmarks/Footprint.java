package io.exporteragent.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** What a program at rest holds more for being watched. */
final class Footprint implements Scenario {
  static final String ADDED_PSS = "PSS, added MiB";
  private static final String PSS = "PSS MiB";
  private static final String HEAP = "heap after GC MiB";
  private static final String METASPACE = "metaspace MiB";
  private static final String CLASSES = "classes";
  private static final String THREADS = "threads";
  private static final String ADDED_THREADS = "threads, added";
  private static final int SCRAPES = 20;
  private static final double MIB = 1 << 20;

  @Override
  public Section run(Jdk jdk, Jars jars, Effort effort) throws IOException, InterruptedException {
    List<Candidate> candidates = new Peers(jdk, jars, "256m", "Service").all();
    Samples samples = new Samples();
    for (int round = 0; round < effort.longRounds(); round++) {
      measureSideBySide(candidates, jdk, effort, samples);
    }
    Table table =
        Table.of("At rest", candidates)
            .column(PSS, name -> samples.median(name, PSS))
            .column(ADDED_PSS, name -> samples.added(name, Peers.NONE, PSS))
            .column(HEAP, name -> samples.median(name, HEAP))
            .column(METASPACE, name -> samples.median(name, METASPACE))
            .column(CLASSES, name -> samples.median(name, CLASSES))
            .column(THREADS, name -> samples.median(name, THREADS))
            .column(ADDED_THREADS, name -> samples.added(name, Peers.NONE, THREADS));
    return new Section(
        jdk.version(),
        List.of(
            "After %d s and %d scrapes; medians of %d rounds, in each of which all ran side by side."
                .formatted(effort.rest().toSeconds(), SCRAPES, effort.longRounds()),
            "PSS counts what several processes share, such as libjvm, in part.",
            "The rest is measured %d s later; threads are those Java knows of."
                .formatted(idle(effort).toSeconds())),
        List.of(table),
        targets(table, Files.size(jars.agent())));
  }

  /** Long enough for threads to end that wait for the next scrape for some seconds. */
  private static Duration idle(Effort effort) {
    return effort.rest().dividedBy(2);
  }

  private static void measureSideBySide(
      List<Candidate> candidates, Jdk jdk, Effort effort, Samples samples)
      throws IOException, InterruptedException {
    List<Running> all = new ArrayList<>();
    try {
      for (Candidate candidate : candidates) {
        Running running = Running.start(candidate);
        all.add(running);
        running.hear();
      }
      Thread.sleep(effort.rest().toMillis());
      for (Running running : all) {
        scrape(running);
      }
      for (Running running : all) {
        String name = running.candidate().name();
        double pss = new ProcessFigures(running.pid()).proportionalSetSize() / MIB;
        samples.add(name, PSS, pss);
      }
      Thread.sleep(idle(effort).toMillis());
      for (Running running : all) {
        measureJvm(running, new Jcmd(jdk, running.pid()), samples);
      }
    } finally {
      for (Running running : all) {
        running.close();
      }
    }
  }

  private static void scrape(Running running) throws IOException, InterruptedException {
    if (running.candidate().serves()) {
      running.firstPage();
      try (ScrapeClient client = new ScrapeClient(running.port(), true)) {
        for (int i = 1; i < SCRAPES; i++) {
          client.scrape();
        }
      }
    }
  }

  /** Threads and classes first: the collection needs some more. The metaspace is counted by it. */
  private static void measureJvm(Running running, Jcmd jcmd, Samples samples) throws IOException {
    String name = running.candidate().name();
    samples.add(name, THREADS, (double) jcmd.counter("java.threads.live"));
    samples.add(
        name,
        CLASSES,
        (double) jcmd.counter("java.cls.loadedClasses")
            + jcmd.counter("java.cls.sharedLoadedClasses"));
    samples.add(name, HEAP, jcmd.heapAfterCollection() / MIB);
    samples.add(name, METASPACE, jcmd.counter("sun.gc.metaspace.used") / MIB);
  }

  private static List<Target> targets(Table table, long jarSize) {
    String agent = Peers.EXPORTER_AGENT;
    return List.of(
        Target.share(
            "PSS added, of that of client_java by hand",
            table.value(agent, ADDED_PSS),
            table.value(Peers.CLIENT_JAVA, ADDED_PSS),
            1),
        new Target("threads while idle", table.value(agent, ADDED_THREADS), 4),
        new Target("metaspace MiB", table.value(agent, METASPACE), 7),
        new Target("jar MiB", jarSize / MIB, 12));
  }
}
