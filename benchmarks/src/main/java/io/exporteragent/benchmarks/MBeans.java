package io.exporteragent.benchmarks;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * How a scrape of MBeans by a jmx_exporter file compares with one by jmx_exporter's own collector,
 * and how it grows with the number of MBeans.
 */
final class MBeans implements Scenario {
  private static final int TOMCAT_BEANS = 300;
  static final String TOMCAT = TOMCAT_BEANS + " MBeans of a Tomcat, 5 rules";
  private static final String ALLOCATED = SeriesCost.ALLOCATED;
  private static final String FIRST = SeriesCost.WHOLE;
  private static final String SAMPLES = "samples";
  private static final String HELD = "heap held, bytes a sample";
  private static final String PER_SAMPLE = "p50 ns a sample";

  /** What the collector makes of so many MBeans in a scrape has to fit, and the MBeans. */
  private static final long HEAP_BYTES_PER_BEAN = 20_000;

  private static final int SMALLEST_HEAP_MIB = 1_024;

  /**
   * Small pages need as many times as long until the JIT compiler is done, and large ones until the
   * garbage collector has sized its generations.
   */
  private static final int LONG_WARM_UPS = 8;

  /**
   * MBeans, and a file of rules.
   *
   * @param title of the table
   * @param set what the MBeans resemble
   * @param beans how many there are
   * @param rules the file
   * @param prefix of all families that the rules make
   * @param samples that the rules make of these MBeans
   */
  private record Case(
      String title, String set, int beans, String rules, String prefix, int samples) {

    static Case tomcat() {
      return new Case(TOMCAT, "tomcat", TOMCAT_BEANS, "jmx-tomcat.yml", "tomcat_", 970);
    }

    /** Of the ten attributes of each, more than one in four. */
    static Case kafka(int beans) {
      return new Case(
          MBeans.title(beans), "kafka", beans, "jmx-kafka.yml", "kafka_", beans / 100 * 273);
    }

    static Case few(int beans) {
      String title = "%,d MBeans, 21 rules that match 1 %%".formatted(beans);
      return new Case(title, "kafka", beans, "jmx-kafka-few.yml", "kafka_", beans / 100 * 10);
    }

    /** All but the text. */
    static Case all(int beans) {
      String title = "%,d MBeans, one rule that matches everything".formatted(beans);
      return new Case(title, "kafka", beans, "jmx-kafka-all.yml", "kafka_", beans / 100 * 824);
    }
  }

  @Override
  public Section run(Jdk jdk, Jars jars, Effort effort) throws IOException, InterruptedException {
    int beans = effort.beans().get(0);
    int most = effort.beans().get(effort.beans().size() - 1);
    Table tomcat = measure(Case.tomcat(), true, jdk, jars, effort);
    Table kafka = measure(Case.kafka(beans), true, jdk, jars, effort);
    Table few = measure(Case.few(beans), true, jdk, jars, effort);
    Table all = measure(Case.all(beans), true, jdk, jars, effort);
    Table grown = measure(Case.kafka(most), false, jdk, jars, effort);
    return new Section(
        jdk.version(),
        List.of(
            SeriesCost.note(effort),
            "Those with the fewest and with the most MBeans warm up %d times as long."
                .formatted(LONG_WARM_UPS),
            "Plain text. The first page is awaited from when all MBeans are registered until it has all samples.",
            "Those of Kafka have ten attributes each and make their MBeanInfo anew whenever they are asked for it.",
            "Heap held is against the same program without anything."),
        List.of(tomcat, kafka, few, all, grown),
        targets(tomcat, kafka, all, grown));
  }

  /** What the table of so many MBeans of Kafka is called. */
  static String title(int beans) {
    return "%,d MBeans of Kafka, 21 rules".formatted(beans);
  }

  private static Table measure(Case measured, boolean compared, Jdk jdk, Jars jars, Effort effort)
      throws IOException, InterruptedException {
    long heap = Math.max(SMALLEST_HEAP_MIB, measured.beans() * HEAP_BYTES_PER_BEAN / (1 << 20));
    Peers peers =
        new Peers(
            jdk, jars, heap + "m", "Beans", measured.set(), Integer.toString(measured.beans()));
    List<Candidate> candidates = new ArrayList<>(List.of(peers.none()));
    if (compared) {
      candidates.add(peers.jmxCollector(measured.rules()));
    }
    candidates.add(peers.exporterAgentMBeans(measured.rules()));
    Samples samples = new Samples();
    Duration warmUp =
        effort
            .warmUp()
            .multipliedBy(compared && measured.beans() > TOMCAT_BEANS ? 1 : LONG_WARM_UPS);
    SeriesCost scrape = new SeriesCost(jdk, effort, samples);
    Samples.interleaved(
        effort.longRounds(),
        candidates,
        candidate -> {
          String page = scrape.measure(candidate, measured.samples(), warmUp);
          if (candidate.serves()) {
            samples.add(candidate.name(), SAMPLES, (double) checked(candidate, page, measured));
          }
        });
    Table table = Table.of(measured.title(), candidates);
    for (String column :
        List.of(
            SAMPLES,
            FIRST,
            SeriesCost.WHOLE_CPU,
            SeriesCost.SCRAPE,
            SeriesCost.CPU,
            ALLOCATED,
            SeriesCost.HEAP)) {
      table.column(column, name -> samples.median(name, column));
    }
    return table
        .column(PER_SAMPLE, name -> samples.median(name, SeriesCost.PER_SERIES))
        .column(
            HELD,
            name ->
                name.equals(Peers.NONE)
                    ? Double.NaN
                    : samples.added(name, Peers.NONE, SeriesCost.HEAP)
                        * SeriesCost.MIB
                        / measured.samples());
  }

  /** The number of samples of MBeans on a page, which has others of the exporter itself. */
  private static long checked(Candidate candidate, String page, Case measured) throws IOException {
    long found = page.lines().filter(line -> line.startsWith(measured.prefix())).count();
    if (found != measured.samples()) {
      throw new IOException(
          "%s made %d samples of %s, not %d"
              .formatted(candidate.name(), found, measured.title(), measured.samples()));
    }
    return found;
  }

  /** Where there are few samples, the heap that the agent needs without any counts for too much. */
  private static List<Target> targets(Table tomcat, Table kafka, Table all, Table grown) {
    List<Target> targets =
        new ArrayList<>(
            List.of(
                ofCollector(tomcat, SeriesCost.CPU, 0.25),
                ofCollector(tomcat, ALLOCATED, 0.25),
                ofCollector(kafka, SeriesCost.CPU, 0.1),
                ofCollector(kafka, ALLOCATED, 0.1),
                ofCollector(kafka, FIRST, 0.5),
                ofCollector(kafka, SeriesCost.WHOLE_CPU, 0.5)));
    for (Table table : List.of(kafka, all, grown)) {
      targets.add(new Target(table.title() + ", " + HELD, agent(table, HELD), 300));
    }
    targets.add(
        Target.share(
            grown.title() + ", time a sample, of that of " + kafka.title(),
            agent(grown, PER_SAMPLE),
            agent(kafka, PER_SAMPLE),
            1.5));
    return targets;
  }

  private static Target ofCollector(Table table, String column, double limit) {
    return Target.share(
        table.title() + ", " + column + ", of that of " + Peers.JMX_COLLECTOR,
        agent(table, column),
        table.value(Peers.JMX_COLLECTOR, column),
        limit);
  }

  private static double agent(Table table, String column) {
    return table.value(Peers.EXPORTER_AGENT, column);
  }
}
