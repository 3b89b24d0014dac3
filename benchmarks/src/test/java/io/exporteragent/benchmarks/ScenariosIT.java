package io.exporteragent.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every scenario still runs, and is written and read back. How fast anything is does not matter.
 */
class ScenariosIT {
  @TempDir private Path directory;

  static List<String> scenarios() {
    return List.copyOf(Benchmarks.scenarios().keySet());
  }

  @ParameterizedTest
  @MethodSource("scenarios")
  void everyCandidateAnswers_andFiguresAreWritten(String name)
      throws IOException, InterruptedException {
    Jdk jdk = Jdk.at(Path.of(System.getProperty("java.home")));

    Section section =
        Benchmarks.scenarios().get(name).run(jdk, Jars.built(Optional.empty()), Effort.SMOKE);

    assertThat(section.tables()).isNotEmpty();
    assertThat(section.tables())
        .allSatisfy(
            table -> {
              assertThat(table.rows()).hasSizeGreaterThan(1);
              assertThat(table.rows())
                  .allSatisfy(row -> assertThat(row.values()).anyMatch(Double::isFinite));
            });
    Results results = new Results(directory);
    Report report = new Report(name, "2026-11-20", Machine.here(), List.of(section));
    assertThat(results.write(report)).content().contains(section.tables().get(0).title());
    assertThat(results.read(name)).contains(report);
  }
}
