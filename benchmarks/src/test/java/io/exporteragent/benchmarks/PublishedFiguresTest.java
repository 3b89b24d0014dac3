package io.exporteragent.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PublishedFiguresTest {
  private static final Machine MACHINE = new Machine("Some CPU", 2, 24, "Linux 6.1", 0.1);

  @TempDir private Path directory;

  @Test
  void documentation_hasTheFiguresOfThePublishedResults() throws IOException {
    Results published = new Results(Path.of("results"));
    String performance = Files.readString(Path.of("../docs/performance.md"));
    assertThat(PublishedFigures.performance(performance, published)).isEqualTo(performance);
    String readme = Files.readString(Path.of("../README.md"));
    assertThat(PublishedFigures.readme(readme, published)).isEqualTo(readme);
  }

  @Test
  void betweenTheMarks_isMadeAnew() throws IOException {
    Results results = new Results(directory);
    results.write(report(Benchmarks.STARTUP, Startup.EXIT, 6.666));
    results.write(report(Benchmarks.FOOTPRINT, Footprint.ADDED_PSS, 25));
    String before =
        """
        # before
        <!-- performance: written by benchmarks/run docs -->
        old
        <!-- /performance -->
        # after
        """;

    String after = PublishedFigures.performance(before, results);

    assertThat(after).startsWith("# before\n").endsWith("<!-- /performance -->\n# after\n");
    assertThat(after).contains("JDK 17").doesNotContain("old");
    assertThat(after)
        .containsPattern("\\| candidate .*\\| exit ms \\| PSS, added MiB \\|")
        .containsPattern("\\| exporter-agent \\| - \\| - \\| - \\| 6.67 \\| 25.0 \\| - \\|");
    assertThat(PublishedFigures.performance(after, results)).isEqualTo(after);
  }

  @Test
  void readme_hasThreeFigures_ofTheFirstJdk() throws IOException {
    Results results = new Results(directory);
    results.write(report(Benchmarks.STARTUP, Startup.ADDED_CPU, 110));
    results.write(report(Benchmarks.SCRAPE, ScrapeCost.CPU, 390));
    assertThat(
            PublishedFigures.readme(
                """
                <!-- figures: written by benchmarks/run docs -->
                <!-- /figures -->
                """,
                results))
        .contains("JDK 17:\n\n| candidate |")
        .contains("| exporter-agent | 110 | 390 | - |")
        .contains("| client_java by hand | - | - | - |");
  }

  @Test
  void marksMissing_isAnError() {
    assertThatThrownBy(() -> PublishedFigures.performance("# nothing\n", new Results(directory)))
        .hasMessageContaining("<!-- performance");
  }

  private static Report report(String scenario, String column, double value) {
    Table table = Table.named("t", List.of("exporter-agent")).column(column, name -> value);
    return new Report(
        scenario,
        "2026-11-20",
        MACHINE,
        List.of(new Section("17", List.of(), List.of(table), List.of())));
  }
}
