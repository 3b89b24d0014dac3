package io.exporteragent;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Searching the source for the name of a metric finds where it is made. */
class MetricNamesInSourceTest {
  private static final Path SOURCES = Path.of("src/main/java/io/exporteragent");

  private static final Pattern BRACES = Pattern.compile("(.*)\\{([a-z_,]+)}(.*)");

  @Test
  void everyDocumentedFamily_isALiteral() throws IOException {
    String sources = text(SOURCES);
    TreeSet<String> missing = new TreeSet<>();
    List<String> families = documented();
    for (String family : families) {
      String stem = family.replaceAll("(_total|_info)$", "");
      boolean found = sources.contains('"' + family + '"') || sources.contains('"' + stem + '"');
      if (!found) {
        missing.add(family);
      }
    }
    assertThat(families).contains("cpu_percent", "jvm_memory_used_bytes").hasSizeGreaterThan(60);
    assertThat(missing).as("not in the source under their full names").isEmpty();
  }

  /** The names in the first column of the table, one for each alternative in braces. */
  private static List<String> documented() throws IOException {
    Path documentation = Path.of("../docs/metrics.md");
    Path table = Files.exists(documentation) ? documentation : Path.of("../README.md");
    List<String> names = new ArrayList<>();
    for (String line : Files.readAllLines(table)) {
      Matcher row =
          Pattern.compile("\\| `([a-z_{},]+)` \\| (counter|gauge|summary|histogram) \\|.*")
              .matcher(line);
      if (row.matches()) {
        Matcher braces = BRACES.matcher(row.group(1));
        if (braces.matches()) {
          for (String each : braces.group(2).split(",", -1)) {
            names.add(braces.group(1) + each + braces.group(3));
          }
        } else {
          names.add(row.group(1));
        }
      }
    }
    return names;
  }

  private static String text(Path folder) throws IOException {
    StringBuilder all = new StringBuilder();
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.filter(each -> each.toString().endsWith(".java")).toList()) {
        all.append(Files.readString(file));
      }
    }
    return all.toString();
  }
}
