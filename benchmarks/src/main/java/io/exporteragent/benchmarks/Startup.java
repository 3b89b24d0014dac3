package io.exporteragent.benchmarks;

import static java.util.concurrent.TimeUnit.NANOSECONDS;
import static java.util.concurrent.TimeUnit.SECONDS;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/**
 * What starting and ending costs: a program that ends at once, and one that is scraped as soon as
 * it answers and is then told to exit.
 */
final class Startup implements Scenario {
  static final String ADDED_TO_MAIN = "to main, added ms";
  static final String ADDED_CPU = "hello world CPU, added ms";
  static final String FIRST_PAGE = "first page ms";
  static final String EXIT = "exit ms";
  private static final String TO_MAIN = "to main ms";
  private static final String CPU = "hello world CPU ms";
  private static final String WALL = "hello world ms";
  private static final double NANOS_PER_MILLI = 1e6;

  @Override
  public Section run(Jdk jdk, Jars jars, Effort effort) throws IOException, InterruptedException {
    Samples samples = new Samples();
    List<Candidate> ending = new Peers(jdk, jars, "256m", "Hello").all();
    Samples.interleaved(effort.rounds(), ending, candidate -> hello(candidate, samples));
    List<Candidate> staying = new Peers(jdk, jars, "256m", "Service").all();
    Samples.interleaved(effort.rounds(), staying, candidate -> serve(candidate, samples));
    Table table =
        Table.of("Start, first page and end", ending)
            .column(TO_MAIN, name -> samples.median(name, TO_MAIN))
            .column(ADDED_TO_MAIN, name -> samples.added(name, Peers.NONE, TO_MAIN))
            .column(WALL, name -> samples.median(name, WALL))
            .column(CPU, name -> samples.median(name, CPU))
            .column(ADDED_CPU, name -> samples.added(name, Peers.NONE, CPU))
            .column(FIRST_PAGE, name -> samples.median(name, FIRST_PAGE))
            .column(EXIT, name -> samples.median(name, EXIT));
    return new Section(
        jdk.version(),
        List.of(
            "Medians of %d interleaved starts; added: median of the differences in each round."
                .formatted(effort.rounds()),
            "What serves by hand reaches main before it has begun anything.",
            "Exit is the time from System.exit of a program that has served a page to its end."),
        List.of(table),
        targets(table));
  }

  private static void hello(Candidate candidate, Samples samples)
      throws IOException, InterruptedException {
    String name = candidate.name();
    try (Running running = Running.start(timed(candidate))) {
      long main = running.hear()[0];
      String times = running.await();
      Duration wall = Duration.ofNanos(System.nanoTime() - running.started());
      samples.add(name, TO_MAIN, millis(Duration.ofNanos(main - running.started())));
      samples.add(name, WALL, millis(wall));
      samples.add(
          name,
          CPU,
          Stream.of(times.trim().split(" "))
              .mapToDouble(seconds -> Double.parseDouble(seconds) * SECONDS.toMillis(1))
              .sum());
    }
  }

  /** Has bash say, in seconds, what time it spent as user and as system: /proc forgets the dead. */
  private static Candidate timed(Candidate candidate) {
    return candidate.runBy("bash", "-c", "TIMEFORMAT='%3U %3S'; time \"$@\" 2>/dev/null", "bash");
  }

  private static void serve(Candidate candidate, Samples samples)
      throws IOException, InterruptedException {
    try (Running running = Running.start(candidate)) {
      if (candidate.serves()) {
        running.firstPage();
        samples.add(
            candidate.name(),
            FIRST_PAGE,
            millis(Duration.ofNanos(System.nanoTime() - running.started())));
      }
      running.hear();
      samples.add(candidate.name(), EXIT, millis(running.exit()));
    }
  }

  private static double millis(Duration duration) {
    return NANOSECONDS.convert(duration) / NANOS_PER_MILLI;
  }

  private static List<Target> targets(Table table) {
    String agent = Peers.EXPORTER_AGENT;
    return List.of(
        Target.share(
            "time to main added, of that of an idle agent",
            table.value(agent, ADDED_TO_MAIN),
            table.value(Peers.IDLE_AGENT, ADDED_TO_MAIN),
            1.3),
        Target.share(
            "hello world CPU added, of that of jmx_exporter",
            table.value(agent, ADDED_CPU),
            table.value(Peers.JMX_EXPORTER, ADDED_CPU),
            0.25),
        Target.share(
            "first page, of client_java by hand",
            table.value(agent, FIRST_PAGE),
            table.value(Peers.CLIENT_JAVA, FIRST_PAGE),
            1),
        new Target(
            "exit, more ms than without agent",
            table.value(agent, EXIT) - table.value(Peers.NONE, EXIT),
            20));
  }
}
