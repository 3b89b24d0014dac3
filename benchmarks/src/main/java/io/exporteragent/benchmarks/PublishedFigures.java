package io.exporteragent.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The parts of the documentation that are made from the results. */
final class PublishedFigures {
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

  /** Likewise of all that is measured of MBeans. */
  private static final int BEANS = 10_000;

  /** Those of which the README shows figures. */
  private static final List<String> COMPARED =
      List.of(Peers.EXPORTER_AGENT, Peers.CLIENT_JAVA, Peers.JMX_EXPORTER_JVM);

  private PublishedFigures() {}

  /**
   * Writes docs/performance.md and the README anew.
   *
   * @param root the directory of the repository
   * @throws IOException if a file cannot be written or its marks are missing
   */
  static void write(Path root, Results results) throws IOException {
    Path performance = root.resolve("docs/performance.md");
    Files.writeString(performance, performance(Files.readString(performance), results));
    Path readme = root.resolve("README.md");
    Files.writeString(readme, readme(Files.readString(readme), results));
  }

  /** Returns the text of docs/performance.md with its tables made anew. */
  static String performance(String text, Results results) throws IOException {
    return replace(text, "performance", tables(results));
  }

  /** Returns the text of the README with its three figures made anew. */
  static String readme(String text, Results results) throws IOException {
    return replace(text, "figures", figures(results));
  }

  private static String replace(String text, String name, String content) throws IOException {
    String first = "<!-- " + name + ": written by benchmarks/run docs -->\n";
    String last = "<!-- /" + name + " -->\n";
    int begin = text.indexOf(first);
    int end = text.indexOf(last);
    if (begin < 0 || end < begin) {
      throw new IOException("the marks " + first.trim() + " and " + last.trim() + " are missing");
    }
    return text.substring(0, begin + first.length()) + content + text.substring(end);
  }

  /** Three figures with the first JDK; nothing without results. */
  private static String figures(Results results) throws IOException {
    Optional<Report> startup = results.read(Benchmarks.STARTUP);
    if (startup.isEmpty()) {
      return "";
    }
    Section first = startup.get().sections().get(0);
    String jdk = first.jdk();
    Table figures = Table.named("JDK " + jdk, COMPARED);
    figures.column(
        "CPU time added to a start, ms", name -> value(first.tables(), 0, name, Startup.ADDED_CPU));
    List<Table> scrape = tables(results, Benchmarks.SCRAPE, jdk);
    figures.column("CPU time of a scrape, us", name -> value(scrape, 0, name, ScrapeCost.CPU));
    List<Table> scale = tables(results, Benchmarks.SCALE, jdk);
    figures.column(
        "scrape of " + Scale.title(SERIES) + ", ms",
        name -> value(scale, indexOf(Scale.title(SERIES), scale), name, SeriesCost.SCRAPE));
    return figures.title() + ":\n\n" + MarkdownTable.of(figures);
  }

  private static int indexOf(String title, List<Table> tables) {
    return tables.stream().map(Table::title).toList().indexOf(title);
  }

  private static double value(List<Table> tables, int index, String row, String column) {
    return index < 0 || index >= tables.size() ? Double.NaN : tables.get(index).value(row, column);
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
      for (Table beans : tables(results, Benchmarks.MBEANS, jdk)) {
        if (List.of(MBeans.TOMCAT, MBeans.title(BEANS)).contains(beans.title())) {
          text.append(beans.title()).append(":\n\n");
          text.append(MarkdownTable.of(beans)).append('\n');
        }
      }
      for (Table closed : tables(results, Benchmarks.WEB, jdk)) {
        text.append(closed.title()).append(":\n\n").append(MarkdownTable.of(closed)).append('\n');
      }
      for (Table node : tables(results, Benchmarks.NODE, jdk)) {
        text.append(node.title()).append(":\n\n").append(MarkdownTable.of(node)).append('\n');
      }
      for (Table signals : tables(results, Benchmarks.SIGNALS, jdk)) {
        if (List.of(SignalLoad.COST, SignalStart.TITLE).contains(signals.title())) {
          text.append(signals.title()).append(":\n\n");
          text.append(MarkdownTable.of(signals)).append('\n');
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
