package io.exporteragent.testing;

import static org.junit.jupiter.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.abort;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * A program the tests need beside the JDK: missing, it fails them in CI and skips them elsewhere.
 */
public enum Tool {
  /** The server. */
  PROMETHEUS("prometheus", "prometheus"),
  /** The linter of pages, see {@link Promtool}. */
  PROMTOOL("promtool", "prometheus"),
  /** The exporter of the host. */
  NODE_EXPORTER("prometheus-node-exporter", "prometheus-node-exporter"),
  /** The client that everybody has. */
  CURL("curl", "curl"),
  /** Makes keys and certificates. */
  OPENSSL("openssl", "openssl"),
  /** Makes hashes of passwords. */
  HTPASSWD("htpasswd", "apache2-utils"),
  /** The database server. */
  POSTGRES("postgres", "postgresql"),
  /** Makes the directory of a {@link #POSTGRES}. */
  INITDB("initdb", "postgresql");

  /** Where Debian has one folder for each version of PostgreSQL, none of them on the PATH. */
  private static final Path POSTGRESQL = Path.of("/usr/lib/postgresql");

  private final String executable;
  private final String debianPackage;

  Tool(String executable, String debianPackage) {
    this.executable = executable;
    this.debianPackage = debianPackage;
  }

  /** Finds the executable on the PATH or where Debian has it; ends the test if there is none. */
  public String path() {
    for (Path directory : directories()) {
      Path candidate = directory.resolve(executable);
      if (Files.isExecutable(candidate)) {
        return candidate.toString();
      }
    }
    String message =
        executable + " is not installed: apt-get install --no-install-recommends " + debianPackage;
    return "true".equals(System.getenv("CI")) ? fail(message) : abort(message);
  }

  private static List<Path> directories() {
    List<Path> directories = new ArrayList<>();
    for (String directory : System.getenv("PATH").split(File.pathSeparator, -1)) {
      directories.add(Path.of(directory));
    }
    if (Files.isDirectory(POSTGRESQL)) {
      try (Stream<Path> versions = Files.list(POSTGRESQL)) {
        versions.sorted().forEach(version -> directories.add(version.resolve("bin")));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    return directories;
  }
}
