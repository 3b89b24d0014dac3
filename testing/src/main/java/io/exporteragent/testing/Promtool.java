package io.exporteragent.testing;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;

/** Prometheus' own parser and linter of the text format. */
public final class Promtool {
  private Promtool() {}

  /** Fails unless promtool can read the page; names that break a convention are allowed. */
  public static void assertReads(String page) {
    Finished check = check(page);
    // 3: parsed, but names are against the conventions.
    assertThat(check.exit()).as(() -> check.output() + page).isIn(0, 3);
  }

  /**
   * Returns what promtool has against a page, line by line; empty if nothing. The names that
   * node_exporter gives are not judged.
   */
  public static List<String> complaints(String page) {
    return check(page)
        .output()
        .lines()
        .filter(line -> !line.isBlank() && !line.startsWith("node_"))
        .toList();
  }

  private static Finished check(String page) {
    return Finished.run(
        Path.of(""), page.getBytes(UTF_8), List.of(Tool.PROMTOOL.path(), "check", "metrics"));
  }
}
