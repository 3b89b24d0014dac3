package io.exporteragent.source.module.compile;

import java.io.BufferedReader;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javax.tools.JavaFileObject;
import org.jspecify.annotations.Nullable;

/**
 * The classes of the agent's client_java as a compiler reads them: their content comes from the
 * class loader, which cannot list them, and their names from a list that the build makes.
 */
final class ClientJavaClasses {
  /** What comes from here and nowhere else. */
  static final String PACKAGE = "io.prometheus.metrics";

  private static final String LIST = "client-java-classes";

  private final Map<String, List<JavaFileObject>> byPackage = new HashMap<>();

  /**
   * @throws IOException if the agent's jar cannot be read any more
   */
  ClientJavaClasses() throws IOException {
    try (BufferedReader paths =
        new BufferedReader(
            new InputStreamReader(
                open(ClientJavaClasses.class.getResourceAsStream(LIST), LIST),
                StandardCharsets.US_ASCII))) {
      for (String path = paths.readLine(); path != null; path = paths.readLine()) {
        add(path);
      }
    }
  }

  private void add(String path) {
    String className = path.substring(0, path.lastIndexOf('.')).replace('/', '.');
    ClassLoader loader = ClientJavaClasses.class.getClassLoader();
    byPackage
        .computeIfAbsent(
            className.substring(0, className.lastIndexOf('.')), any -> new ArrayList<>())
        .add(new BinaryClass(className, () -> open(loader.getResourceAsStream(path), path)));
  }

  private static InputStream open(@Nullable InputStream in, String path) throws IOException {
    if (in == null) {
      throw new FileNotFoundException(path + " cannot be read from the agent's jar");
    }
    return in;
  }

  /** Whether a package is client_java's. */
  static boolean has(String packageName) {
    return packageName.equals(PACKAGE) || packageName.startsWith(PACKAGE + '.');
  }

  List<JavaFileObject> in(String packageName) {
    return byPackage.getOrDefault(packageName, Collections.emptyList());
  }
}
