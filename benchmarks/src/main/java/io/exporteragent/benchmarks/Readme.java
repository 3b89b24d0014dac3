package io.exporteragent.benchmarks;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The part of the README that is made from the results. */
final class Readme {
  private static final String BEGIN = "<!-- performance: written by benchmarks/run readme -->\n";
  private static final String END = "<!-- /performance -->\n";
  private static final List<String> CANDIDATES =
      List.of(
          Peers.IDLE_AGENT,
          Peers.EXPORTER_AGENT,
          Peers.CLIENT_JAVA,
          Peers.MICROMETER,
          Peers.JMX_EXPORTER_JVM,
          Peers.JMX_EXPORTER,
          Peers.OPEN_TELEMETRY);

  /** Of all sizes measured, the one by which the agent is judged. */
  private static final int SERIES = 100_000;

  private Readme() {}

  /** The text with what stands between the two marks made anew. */
  static String update(String readme, Results results) throws IOException {
    int begin = readme.indexOf(BEGIN);
    int end = readme.indexOf(END);
    if (begin < 0 || end < begin) {
      throw new IOException(
          "README.md: the marks " + BEGIN.trim() + " and " + END.trim() + " are missing");
    }
    return readme.substring(0, begin + BEGIN.length()) + tables(results) + readme.substring(end);
  }

  /**
   * Tables for each JDK, from the scenarios that have been run with it; nothing without results.
   */
  private static String tables(Results results) throws IOException {
    Optional<Report> startup = results.read(Benchmarks.STARTUP);
    if (startup.isEmpty()) {
      return "";
    }
    StringBuilder text = new StringBuilder("\n");
    for (Section section : startup.get().sections()) {
      String jdk = section.jdk();
      Table table = Table.named("", CANDIDATES);
      List<Table> started = section.tables();
      copy(
          started,
          table,
          Startup.ADDED_TO_MAIN,
          Startup.ADDED_CPU,
          Startup.FIRST_PAGE,
          Startup.EXIT);
      copy(tables(results, Benchmarks.FOOTPRINT, jdk), table, Footprint.ADDED_PSS);
      copy(
          tables(results, Benchmarks.SCRAPE, jdk),
          table,
          ScrapeCost.CPU,
          ScrapeCost.ALLOCATED,
          ScrapeCost.SAFEPOINTS);
      text.append("JDK ").append(jdk).append("\n\n").append(MarkdownTable.of(table)).append('\n');
      for (Table sizes : tables(results, Benchmarks.SCALE, jdk)) {
        if (sizes.title().equals(Scale.title(SERIES))) {
          text.append("An application's counter of ").append(sizes.title()).append(":\n\n");
          text.append(MarkdownTable.of(sizes)).append('\n');
        }
      }
    }
    return text.toString();
  }

  private static List<Table> tables(Results results, String scenario, String jdk)
      throws IOException {
    List<Table> tables = new ArrayList<>();
    results.read(scenario).map(Report::sections).orElse(List.of()).stream()
        .filter(section -> section.jdk().equals(jdk))
        .forEach(section -> tables.addAll(section.tables()));
    return tables;
  }

  /** Columns of the first table, the one that matters most. */
  private static void copy(List<Table> from, Table to, String... columns) {
    for (String column : columns) {
      to.column(
          column, candidate -> from.isEmpty() ? Double.NaN : from.get(0).value(candidate, column));
    }
  }
}
