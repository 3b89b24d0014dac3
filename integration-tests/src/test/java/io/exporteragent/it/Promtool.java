package io.exporteragent.it;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Prometheus' own linter of the text format. */
final class Promtool {
  private Promtool() {}

  /** What it says against a page, line by line. */
  static List<String> complaints(String page) {
    String promtool = Tool.PROMTOOL.path();
    try {
      Path file = Files.writeString(Files.createTempFile("page", ".txt"), page);
      try (Program check =
          Program.command("/bin/sh")
              .with("-c", "'" + promtool + "' check metrics < '" + file + "'")
              .start()) {
        check.exitCode();
        return (check.output() + check.error()).lines().filter(line -> !line.isBlank()).toList();
      } finally {
        Files.delete(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
