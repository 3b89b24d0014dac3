package io.exporteragent.benchmarks;

import java.time.LocalDate;
import java.util.List;

/**
 * A scenario's results, as they are kept.
 *
 * @param scenario its name on the command line
 * @param date of the measurement, UTC, ISO 8601
 * @param machine where it was made
 * @param sections one a JDK
 */
record Report(String scenario, String date, Machine machine, List<Section> sections) {

  /** The report as a page to read. */
  String markdown() {
    StringBuilder page = new StringBuilder();
    page.append("# ").append(scenario).append("\n\n");
    page.append(
        "%s; %s, %d cores, %.0f GiB, %s; load %.1f. Repeat with `benchmarks/run %s`.%n"
            .formatted(
                LocalDate.parse(date),
                machine.cpu(),
                machine.cores(),
                machine.memoryGiB(),
                machine.kernel(),
                machine.load(),
                scenario));
    for (Section section : sections) {
      page.append("\n## JDK ").append(section.jdk()).append("\n\n");
      section.notes().forEach(note -> page.append(note).append('\n'));
      for (Table table : section.tables()) {
        page.append("\n### ").append(table.title()).append("\n\n");
        page.append(MarkdownTable.of(table));
      }
      if (!section.targets().isEmpty()) {
        page.append("\n### Targets\n\n").append(MarkdownTable.of(section.targets()));
      }
    }
    return page.toString();
  }
}
