package io.exporteragent.testing;

import static org.junit.jupiter.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.abort;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A program the tests need beside the JDK: missing, it fails them in CI and skips them elsewhere.
 */
public enum Tool {
  /** The server. */
  PROMETHEUS("prometheus", "prometheus"),
  /** The linter of pages, see {@link Promtool}. */
  PROMTOOL("promtool", "prometheus"),
  /** The exporter of the host. */
  NODE_EXPORTER("prometheus-node-exporter", "prometheus-node-exporter");

  private final String executable;
  private final String debianPackage;

  Tool(String executable, String debianPackage) {
    this.executable = executable;
    this.debianPackage = debianPackage;
  }

  /** Finds the executable on the PATH; ends the test if there is none. */
  public String path() {
    for (String directory : System.getenv("PATH").split(File.pathSeparator, -1)) {
      Path candidate = Path.of(directory, executable);
      if (Files.isExecutable(candidate)) {
        return candidate.toString();
      }
    }
    String message =
        executable + " is not installed: apt-get install --no-install-recommends " + debianPackage;
    return "true".equals(System.getenv("CI")) ? fail(message) : abort(message);
  }
}
