package io.exporteragent.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.abort;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/** Prometheus' own parser and linter of the text format. */
public final class Promtool {
  private static final Path PATH = Path.of("/usr/bin/promtool");

  private Promtool() {}

  /** Fails if promtool does not accept the page; lint is allowed if {@code lint} is true. */
  public static void check(byte[] page, boolean lint) throws Exception {
    if (!Files.isExecutable(PATH)) {
      if ("true".equals(System.getenv("CI"))) {
        fail("promtool is missing");
      }
      abort("promtool is missing, the page was not checked");
    }
    Path output = Files.createTempFile("promtool", ".txt");
    try {
      Process process =
          new ProcessBuilder(PATH.toString(), "check", "metrics")
              .redirectErrorStream(true)
              .redirectOutput(output.toFile())
              .start();
      try (OutputStream in = process.getOutputStream()) {
        in.write(page);
      }
      assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
      // 3: parsed, but names are against the conventions.
      assertThat(process.exitValue())
          .as(() -> read(output) + new String(page, StandardCharsets.UTF_8))
          .isIn(0, lint ? 3 : 0);
    } finally {
      Files.delete(output);
    }
  }

  private static String read(Path path) {
    try {
      return Files.readString(path);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
