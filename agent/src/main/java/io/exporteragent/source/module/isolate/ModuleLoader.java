package io.exporteragent.source.module.isolate;

import io.exporteragent.source.module.compile.ModuleCode;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.io.ByteArrayInputStream;
import java.io.Closeable;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLConnection;
import java.net.URLStreamHandler;
import java.nio.file.Path;
import java.security.CodeSource;
import java.security.Principal;
import java.security.ProtectionDomain;
import java.security.cert.Certificate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Enumeration;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Loads one version of one module, from memory.
 *
 * <pre>
 *   JDK packages           the platform loader, then the module itself
 *   io.prometheus.metrics  the agent's loader, even if the module brings a copy
 *   everything else        the module itself, then the application if that is configured
 * </pre>
 *
 * <p>As a {@link Supplier} it gives its classes the module's registry, which {@link
 * DefaultRegistryRedirect} makes them use instead of the default one.
 */
public final class ModuleLoader extends ClassLoader
    implements Supplier<PrometheusRegistry>, Closeable {
  private static final String CLIENT_JAVA = "io.prometheus.metrics.";

  /** Listed, since the platform loader finds classes of the application's named modules as well. */
  private static final String[] JDK_PACKAGES = {
    "java.", "javax.", "jdk.", "sun.", "com.sun.", "org.w3c.dom.", "org.xml.sax.", "org.ietf.jgss."
  };

  static {
    registerAsParallelCapable();
  }

  private final @Nullable ClassLoader application;
  private final ClassLoader platform = platformLoader();
  private final PrometheusRegistry registry;
  private final URLStreamHandler handler = new ResourceHandler();
  private final URL resourceBase;
  private final ProtectionDomain domain;
  private volatile Map<String, byte[]> classes;
  private volatile Map<String, byte[]> resources;

  /**
   * Loads nothing yet.
   *
   * @param application sees the application's classes; null for an isolated module
   * @param file of the module, by which the policy of a security manager grants permissions to its
   *     code ({@code codeBase})
   * @param registry of this version of the module
   */
  public ModuleLoader(
      ModuleCode code, @Nullable ClassLoader application, Path file, PrometheusRegistry registry) {
    super(application == null ? platformLoader() : application);
    this.application = application;
    this.registry = registry;
    this.classes = code.classes();
    this.resources = code.resources();
    try {
      this.resourceBase = new URL("exporter-agent-module", null, -1, "/", handler);
      this.domain = domainOf(file);
    } catch (MalformedURLException e) {
      throw new IllegalStateException("no URL for the resources of a module", e);
    }
  }

  /** Makes a domain of the module's own, since that of the agent has all permissions. */
  private ProtectionDomain domainOf(Path file) throws MalformedURLException {
    // Made from another URL of the scheme, so that no handler of the application is looked up.
    URL ours = ModuleLoader.class.getProtectionDomain().getCodeSource().getLocation();
    URL location = new URL(ours, file.toUri().toString());
    return new ProtectionDomain(
        new CodeSource(location, (Certificate[]) null), null, this, new Principal[0]);
  }

  private static ClassLoader platformLoader() {
    ClassLoader loader = ClassLoader.getSystemClassLoader();
    while (loader.getParent() != null) {
      loader = loader.getParent();
    }
    return loader;
  }

  /** Returns the registry of this version of the module. */
  @Override
  public PrometheusRegistry get() {
    return registry;
  }

  @Override
  protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
    synchronized (getClassLoadingLock(name)) {
      Class<?> loaded = findLoadedClass(name);
      if (loaded == null) {
        loaded = find(name);
      }
      if (resolve) {
        resolveClass(loaded);
      }
      return loaded;
    }
  }

  private Class<?> find(String name) throws ClassNotFoundException {
    if (name.startsWith(CLIENT_JAVA)) {
      return ModuleLoader.class.getClassLoader().loadClass(name);
    }
    if (isOfJdk(name)) {
      try {
        return platform.loadClass(name);
      } catch (ClassNotFoundException e) {
        // Libraries have packages there too: javax.inject, com.sun.jna.
        return findElsewhere(name);
      }
    }
    return findElsewhere(name);
  }

  private static boolean isOfJdk(String name) {
    for (String prefix : JDK_PACKAGES) {
      if (name.startsWith(prefix)) {
        return true;
      }
    }
    return false;
  }

  private Class<?> findElsewhere(String name) throws ClassNotFoundException {
    byte[] bytes = classes.get(name);
    if (bytes != null) {
      return define(name, DefaultRegistryRedirect.apply(bytes));
    }
    if (application == null) {
      throw new ClassNotFoundException(name);
    }
    return application.loadClass(name);
  }

  private Class<?> define(String name, byte[] bytes) {
    int dot = name.lastIndexOf('.');
    if (dot > 0) {
      definePackageOnce(name.substring(0, dot));
    }
    return defineClass(name, bytes, 0, bytes.length, domain);
  }

  /** Java 8 leaves {@link Class#getPackage} null without this. */
  private void definePackageOnce(String name) {
    if (getPackage(name) == null) {
      try {
        definePackage(name, null, null, null, null, null, null, null);
      } catch (IllegalArgumentException e) {
        // Another thread has defined it in the meantime.
        return;
      }
    }
  }

  @Override
  public @Nullable URL getResource(String name) {
    URL own = findResource(name);
    return own == null ? super.getResource(name) : own;
  }

  @Override
  public Enumeration<URL> getResources(String name) throws IOException {
    List<URL> all = new ArrayList<>();
    URL own = findResource(name);
    if (own != null) {
      all.add(own);
    }
    all.addAll(Collections.list(getParent().getResources(name)));
    return Collections.enumeration(all);
  }

  @Override
  protected @Nullable URL findResource(String name) {
    if (content(name) == null) {
      return null;
    }
    try {
      // Without naming the handler, which the module's code may lack the permission to do.
      return new URL(resourceBase, "/" + name);
    } catch (MalformedURLException e) {
      throw new IllegalStateException("no URL for the resource " + name, e);
    }
  }

  private byte @Nullable [] content(String name) {
    byte[] resource = resources.get(name);
    if (resource == null && name.endsWith(".class")) {
      String path = name.substring(0, name.length() - ".class".length());
      return classes.get(path.replace('/', '.'));
    }
    return resource;
  }

  /** Drops the class bytes: most of what a leaked loader retains. */
  @Override
  public void close() {
    classes = Collections.emptyMap();
    resources = Collections.emptyMap();
  }

  private final class ResourceHandler extends URLStreamHandler {
    @Override
    protected URLConnection openConnection(URL url) throws IOException {
      byte[] content = content(url.getPath().substring(1));
      if (content == null) {
        throw new FileNotFoundException(url.getPath() + " is not in the module");
      }
      return new URLConnection(url) {
        @Override
        public void connect() {}

        @Override
        public int getContentLength() {
          return content.length;
        }

        @Override
        public InputStream getInputStream() {
          return new ByteArrayInputStream(content);
        }
      };
    }
  }
}
