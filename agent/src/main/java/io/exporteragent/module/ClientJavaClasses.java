package io.exporteragent.module;

import io.prometheus.metrics.config.PrometheusProperties;
import io.prometheus.metrics.core.metrics.Metric;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.io.Closeable;
import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.security.CodeSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import javax.tools.JavaFileObject;

/**
 * The classes of the agent's client_java as a compiler reads them: from the agent's own jar, where
 * they bear the suffix {@code .classdata}, or from the libraries' jars if the agent was started
 * from these. A class loader could give their content, but not list them.
 */
final class ClientJavaClasses implements Closeable {
  /** What comes from here and nowhere else. */
  static final String PACKAGE = "io.prometheus.metrics";

  private static final String DIRECTORY = PACKAGE.replace('.', '/') + '/';
  private static final String ISOLATED = "agent/";

  private final List<JarFile> jars = new ArrayList<>();
  private final Map<String, List<JavaFileObject>> byPackage = new HashMap<>();

  /**
   * @throws IOException if a jar cannot be read any more
   */
  ClientJavaClasses() throws IOException {
    Set<URI> locations = new LinkedHashSet<>();
    for (Class<?> any :
        Arrays.<Class<?>>asList(
            Metric.class, PrometheusRegistry.class, PrometheusProperties.class)) {
      locations.add(locationOf(any));
    }
    try {
      for (URI location : locations) {
        // Not verified, and not one that others share and may close.
        JarFile jar = new JarFile(new File(location), false);
        jars.add(jar);
        for (JarEntry entry : Collections.list(jar.entries())) {
          add(jar, entry);
        }
      }
    } catch (IOException e) {
      close();
      throw e;
    }
  }

  private static URI locationOf(Class<?> type) throws IOException {
    CodeSource source = type.getProtectionDomain().getCodeSource();
    try {
      return source.getLocation().toURI();
    } catch (URISyntaxException e) {
      throw new IOException(type + " was loaded from a place that is no file", e);
    }
  }

  private void add(JarFile jar, JarEntry entry) {
    String path = entry.getName();
    String name = path.startsWith(ISOLATED) ? path.substring(ISOLATED.length()) : path;
    int dot = name.lastIndexOf('.');
    if (name.startsWith(DIRECTORY) && dot > 0 && name.startsWith("class", dot + 1)) {
      String className = name.substring(0, dot).replace('/', '.');
      byPackage
          .computeIfAbsent(
              className.substring(0, className.lastIndexOf('.')), any -> new ArrayList<>())
          .add(new BinaryClass(className, () -> jar.getInputStream(entry)));
    }
  }

  /** Whether a package is client_java's. */
  static boolean has(String packageName) {
    return packageName.equals(PACKAGE) || packageName.startsWith(PACKAGE + '.');
  }

  List<JavaFileObject> in(String packageName) {
    return byPackage.getOrDefault(packageName, Collections.emptyList());
  }

  @Override
  public void close() throws IOException {
    for (JarFile jar : jars) {
      jar.close();
    }
  }
}
