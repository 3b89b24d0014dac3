package io.exporteragent.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Properties;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * A JDK to measure with.
 *
 * @param home where it is
 * @param feature for instance 17
 * @param version as in its {@code release} file, with the vendor
 */
record Jdk(Path home, int feature, String version) {

  /** The JDK of the harness and those where Linux distributions put them, one a feature release. */
  static List<Jdk> all() throws IOException {
    TreeMap<Integer, Jdk> found = new TreeMap<>();
    Jdk own = at(Path.of(System.getProperty("java.home")));
    found.put(own.feature(), own);
    Path installed = Path.of("/usr/lib/jvm");
    if (Files.isDirectory(installed)) {
      try (Stream<Path> homes = Files.list(installed)) {
        for (Path home : homes.filter(Jdk::isJdk).sorted().toList()) {
          Jdk jdk = at(home);
          found.putIfAbsent(jdk.feature(), jdk);
        }
      }
    }
    return List.copyOf(found.values());
  }

  /** The JDK in this directory. */
  static Jdk at(Path home) throws IOException {
    if (!isJdk(home)) {
      throw new IOException(home + " is not a JDK: it has no bin/jcmd, or no file \"release\"");
    }
    Properties release = new Properties();
    try (var in = Files.newBufferedReader(home.resolve("release"))) {
      release.load(in);
    }
    String version = property(release, "JAVA_VERSION");
    int feature = Integer.parseInt(version.replaceFirst("^1\\.", "").replaceFirst("\\D.*", ""));
    String vendor = property(release, "IMPLEMENTOR");
    return new Jdk(home, feature, property(release, "JAVA_RUNTIME_VERSION") + ", " + vendor);
  }

  private static boolean isJdk(Path home) {
    return Files.isExecutable(home.resolve("bin/jcmd"))
        && Files.isReadable(home.resolve("release"));
  }

  private static String property(Properties release, String key) {
    return release.getProperty(key, "unknown").replace("\"", "");
  }

  /** The path of one of its programs. */
  String tool(String name) {
    return home.resolve("bin").resolve(name).toString();
  }
}
