package io.exporteragent.source.module.compile;

import java.io.BufferedReader;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import org.jspecify.annotations.Nullable;

/**
 * The classes of the agent's client_java as a compiler reads them: their content comes from the
 * class loader, which cannot list them, and their names from a list that the build writes.
 */
final class ClientJavaClasses {
  /** The package, with those within it, whose classes come from here alone. */
  static final String PACKAGE = "io.prometheus.metrics";

  private static final String LIST = "client-java-classes";

  private final Map<String, List<JavaFileObject>> byPackage = new HashMap<>();

  /**
   * Reads the list.
   *
   * @throws IOException if the agent's jar can no longer be read
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
    String packageName = path.substring(0, path.lastIndexOf('/')).replace('/', '.');
    byPackage.computeIfAbsent(packageName, any -> new ArrayList<>()).add(new BinaryClass(path));
  }

  private static InputStream open(@Nullable InputStream in, String path) throws IOException {
    if (in == null) {
      throw new FileNotFoundException(path + " cannot be read from the agent's jar");
    }
    return in;
  }

  /** Returns whether a package is client_java's. */
  static boolean has(String packageName) {
    return packageName.equals(PACKAGE) || packageName.startsWith(PACKAGE + '.');
  }

  List<JavaFileObject> in(String packageName) {
    return byPackage.getOrDefault(packageName, Collections.emptyList());
  }

  /** One of the classes. */
  static final class BinaryClass extends SimpleJavaFileObject {
    private final String path;

    private BinaryClass(String path) {
      super(URI.create("client-java:///" + path), Kind.CLASS);
      this.path = path;
    }

    /** Returns the binary name. */
    String className() {
      return path.substring(0, path.lastIndexOf('.')).replace('/', '.');
    }

    @Override
    public InputStream openInputStream() throws IOException {
      return open(ClientJavaClasses.class.getClassLoader().getResourceAsStream(path), path);
    }
  }
}
