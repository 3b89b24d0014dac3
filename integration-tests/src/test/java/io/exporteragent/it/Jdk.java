package io.exporteragent.it;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Properties;
import java.util.TreeMap;
import java.util.stream.Stream;

/** A JDK on this machine. Every integration test runs on each of them. */
record Jdk(Path home, String version) {

  /** The JDK of this test and those beside it where Linux distributions put them, one a version. */
  static List<Jdk> all() {
    TreeMap<String, Jdk> found = new TreeMap<>();
    add(found, Path.of(System.getProperty("java.home")));
    Path installed = Path.of("/usr/lib/jvm");
    if (Files.isDirectory(installed)) {
      try (Stream<Path> homes = Files.list(installed)) {
        homes.sorted().forEach(home -> add(found, home));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    return List.copyOf(found.values());
  }

  private static void add(TreeMap<String, Jdk> found, Path home) {
    Path release = home.resolve("release");
    if (Files.isExecutable(home.resolve("bin/javac")) && Files.isReadable(release)) {
      Properties properties = new Properties();
      try (var in = Files.newBufferedReader(release)) {
        properties.load(in);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
      String version = properties.getProperty("JAVA_VERSION").replace("\"", "");
      found.putIfAbsent(version, new Jdk(home, version));
    }
  }

  /** For instance 8 of {@code 1.8.0_392}, 25 of {@code 25.0.1}. */
  int feature() {
    return Integer.parseInt(version.replaceFirst("^1\\.", "").replaceFirst("\\D.*", ""));
  }

  String tool(String name) {
    return home.resolve("bin").resolve(name).toString();
  }

  @Override
  public String toString() {
    return "JDK " + version;
  }
}
