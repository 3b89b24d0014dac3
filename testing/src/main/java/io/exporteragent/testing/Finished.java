package io.exporteragent.testing;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/**
 * A program that has run to its end.
 *
 * @param exit its exit code
 * @param output what it wrote to standard output and standard error
 */
public record Finished(int exit, String output) {

  /** Runs a program in the working directory of the test, with nothing on its standard input. */
  public static Finished run(String... command) {
    return run(Path.of(""), new byte[0], List.of(command));
  }

  /**
   * Runs a program with these bytes on its standard input. Fails if it does not end.
   *
   * @param directory its working directory
   */
  public static Finished run(Path directory, byte[] input, List<String> command) {
    try {
      Path output = Files.createTempFile("output", ".txt");
      ProcessBuilder builder =
          new ProcessBuilder(command)
              .directory(directory.toAbsolutePath().toFile())
              .redirectErrorStream(true)
              .redirectOutput(output.toFile());
      // A JVM would report that it has picked these up.
      builder.environment().keySet().removeAll(Set.of("JAVA_TOOL_OPTIONS", "JDK_JAVA_OPTIONS"));
      Process process = builder.start();
      try {
        try (OutputStream in = process.getOutputStream()) {
          in.write(input);
        }
        assertThat(process.waitFor(90, TimeUnit.SECONDS)).as("%s ends", command).isTrue();
        return new Finished(process.exitValue(), Files.readString(output, UTF_8));
      } finally {
        process.destroyForcibly();
        Files.delete(output);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Fails, and shows the output, unless the exit code is zero. */
  public Finished succeeded() {
    assertThat(exit).as(output).isZero();
    return this;
  }
}
