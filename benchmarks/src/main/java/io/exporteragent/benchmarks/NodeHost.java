package io.exporteragent.benchmarks;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** What {@code serve} costs in node_exporter's place. */
final class NodeHost implements Scenario {
  static final String TITLE = "A scrape of a host, under node_exporter's names";

  /** A smaller heap is what a JVM that does nothing else is given. */
  private static final String HEAP = "64m";

  @Override
  public Section run(Jdk jdk, Jars jars, Effort effort) throws IOException, InterruptedException {
    Peers peers = new Peers(jdk, jars, HEAP, "Service");
    List<Candidate> candidates = new ArrayList<>(List.of(peers.serve()));
    peers.nodeExporterOfSame().ifPresent(candidates::add);
    List<Running> all = new ArrayList<>();
    try {
      for (Candidate candidate : candidates) {
        Running running = Running.start(candidate);
        all.add(running);
        running.firstPage();
      }
      for (Running running : all) {
        ScrapeCost.warmUp(running, effort);
      }
      Table table = ScrapeCost.measure(TITLE, false, all, candidates, jdk, effort);
      return new Section(
          jdk.version(),
          List.of(
              "Medians of %d interleaved blocks of %d scrapes, plain text, one at a time over a connection that is kept."
                  .formatted(effort.rounds(), effort.scrapes()),
              "CPU is that of all threads of the process."),
          List.of(table),
          List.of(
              Target.share(
                  "CPU, of that of node_exporter with the same collectors",
                  table.value(Peers.SERVE, ScrapeCost.CPU),
                  table.value(Peers.NODE_EXPORTER_SAME, ScrapeCost.CPU),
                  0.5)));
    } finally {
      for (Running running : all) {
        running.close();
      }
    }
  }
}
