package io.exporteragent.benchmarks;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** Writes tables as GitHub shows them. */
final class MarkdownTable {
  private MarkdownTable() {}

  static String of(Table table) {
    List<List<String>> lines = new ArrayList<>();
    lines.add(concat("candidate", table.columns()));
    for (Table.Row row : table.rows()) {
      lines.add(concat(row.name(), row.values().stream().map(MarkdownTable::number).toList()));
    }
    return lines(lines);
  }

  static String of(List<Target> targets) {
    List<List<String>> lines = new ArrayList<>();
    lines.add(List.of("target", "measured", "at most", "met"));
    for (Target target : targets) {
      lines.add(
          List.of(
              target.promise(),
              number(target.value()),
              number(target.limit()),
              target.met() ? "yes" : "**no**"));
    }
    return lines(lines);
  }

  private static String lines(List<List<String>> lines) {
    StringBuilder table = new StringBuilder();
    for (int i = 0; i < lines.size(); i++) {
      table.append("| ").append(String.join(" | ", lines.get(i))).append(" |\n");
      if (i == 0) {
        table.append("|---".repeat(lines.get(i).size())).append("|\n");
      }
    }
    return table.toString();
  }

  /** With three digits that count. */
  static String number(double value) {
    if (Double.isNaN(value)) {
      return "-";
    }
    double size = Math.abs(value);
    return String.format(
        Locale.ROOT, size >= 99.95 ? "%.0f" : size >= 9.995 ? "%.1f" : "%.2f", value);
  }

  private static List<String> concat(String first, List<String> others) {
    return Stream.concat(Stream.of(first), others.stream()).toList();
  }
}
