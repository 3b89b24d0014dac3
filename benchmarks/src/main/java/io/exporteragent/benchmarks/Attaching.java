package io.exporteragent.benchmarks;

import com.sun.tools.attach.AgentInitializationException;
import com.sun.tools.attach.AgentLoadException;
import com.sun.tools.attach.AttachNotSupportedException;
import com.sun.tools.attach.VirtualMachine;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * How much an application that is already running loses while the agent is attached, scraped every
 * second and detached again, against how much it seems to lose in the same time without.
 */
final class Attaching implements Scenario {
  private static final String FIRST_PAGE = "first page ms";
  private static final String UNTIL_FIRST_PAGE = "lost until first page %";
  private static final String WORST = "lost in the worst 100 ms %";
  private static final String ALL = "lost in all %";
  private static final Duration STEP = Duration.ofMillis(100);
  private static final Duration BETWEEN_SCRAPES = Duration.ofSeconds(1);
  private static final double PERCENT = 100;
  private static final double NANOS_PER_MILLI = 1e6;

  @Override
  public Section run(Jdk jdk, Jars jars, Effort effort) throws IOException, InterruptedException {
    List<Table> tables = new ArrayList<>();
    int processors = Runtime.getRuntime().availableProcessors();
    for (int threads : new int[] {1, processors}) {
      Candidate none =
          new Peers(jdk, jars, "256m", "Loop", "plain", Integer.toString(threads)).none();
      Candidate attached = none.named(Peers.EXPORTER_AGENT);
      List<Candidate> candidates = List.of(none, attached);
      Samples samples = new Samples();
      Samples.interleaved(
          effort.longRounds(),
          candidates,
          candidate -> run(candidate, candidate.equals(attached), jars.agent(), effort, samples));
      Table table =
          Table.of("A loop on %d of %d processors".formatted(threads, processors), candidates);
      for (String column : List.of(FIRST_PAGE, UNTIL_FIRST_PAGE, WORST, ALL)) {
        table.column(column, name -> samples.median(name, column));
      }
      tables.add(table);
    }
    return new Section(
        jdk.version(),
        List.of(
            "Medians of %d interleaved starts; the loss is that against the %d ms before, over %d ms."
                .formatted(
                    effort.longRounds(), effort.window().toMillis(), watched(effort).toMillis()),
            "The tool that attaches and scrapes runs on the same processors and takes its part too."),
        tables,
        List.of());
  }

  private static Duration watched(Effort effort) {
    return effort.window().multipliedBy(2);
  }

  private static void run(
      Candidate candidate, boolean attach, Path agent, Effort effort, Samples samples)
      throws IOException, InterruptedException {
    String name = candidate.name();
    ExecutorService attacher = Executors.newSingleThreadExecutor();
    try (Running loop = Running.start(candidate)) {
      loop.hear();
      Thread.sleep(effort.warmUp().toMillis());
      LoopCount before = LoopCount.of(loop);
      Thread.sleep(effort.window().toMillis());
      LoopCount began = LoopCount.of(loop);
      double usual = began.rateSince(before);
      Future<Long> firstPage =
          attacher.submit(() -> attach ? watch(loop, agent, watched(effort)) : began.nanos());
      List<LoopCount> counts = new ArrayList<>(List.of(began));
      while (!firstPage.isDone()
          || last(counts).nanos() - began.nanos() < watched(effort).toNanos()) {
        Thread.sleep(STEP.toMillis());
        counts.add(LoopCount.of(loop));
      }
      if (attach) {
        samples.add(name, FIRST_PAGE, (firstPage.get() - began.nanos()) / NANOS_PER_MILLI);
        LoopCount served = firstAfter(firstPage.get(), counts);
        samples.add(name, UNTIL_FIRST_PAGE, lost(usual, served.rateSince(began)));
      }
      samples.add(name, WORST, lost(usual, slowestStep(counts)));
      samples.add(name, ALL, lost(usual, last(counts).rateSince(began)));
    } catch (ExecutionException e) {
      throw new IOException("cannot attach the agent, scrape and detach it", e);
    } finally {
      attacher.shutdownNow();
    }
  }

  /** Attaches, scrapes and detaches; returns when the first page was there. */
  private static long watch(Running loop, Path agent, Duration window)
      throws IOException, InterruptedException {
    long began = System.nanoTime();
    load(loop, agent, "127.0.0.1:" + loop.port());
    loop.firstPage();
    long served = System.nanoTime();
    try (ScrapeClient client = new ScrapeClient(loop.port(), true)) {
      // Leaves the last of the intervals between scrapes for detaching.
      while (System.nanoTime() - began + BETWEEN_SCRAPES.toNanos() < window.toNanos()) {
        Thread.sleep(BETWEEN_SCRAPES.toMillis());
        client.scrape();
      }
    }
    load(loop, agent, "detach");
    return served;
  }

  private static void load(Running loop, Path agent, String arguments) throws IOException {
    try {
      VirtualMachine jvm = VirtualMachine.attach(Long.toString(loop.pid()));
      try {
        jvm.loadAgent(agent.toString(), arguments);
      } finally {
        jvm.detach();
      }
    } catch (AttachNotSupportedException | AgentLoadException | AgentInitializationException e) {
      throw new IOException("cannot load the agent with " + arguments, e);
    }
  }

  private static LoopCount firstAfter(long nanos, List<LoopCount> counts) {
    return counts.stream().filter(count -> count.nanos() >= nanos).findFirst().orElse(last(counts));
  }

  private static LoopCount last(List<LoopCount> counts) {
    return counts.get(counts.size() - 1);
  }

  private static double slowestStep(List<LoopCount> counts) {
    double slowest = Double.POSITIVE_INFINITY;
    for (int i = 1; i < counts.size(); i++) {
      slowest = Math.min(slowest, counts.get(i).rateSince(counts.get(i - 1)));
    }
    return slowest;
  }

  private static double lost(double usual, double rate) {
    return (1 - rate / usual) * PERCENT;
  }
}
