package io.exporteragent.bootstrap;

import java.io.ByteArrayInputStream;
import java.io.Closeable;
import java.io.File;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.net.URLConnection;
import java.net.URLStreamHandler;
import java.security.AllPermission;
import java.security.CodeSource;
import java.security.Permissions;
import java.security.ProtectionDomain;
import java.util.Collections;
import java.util.Enumeration;
import org.jspecify.annotations.Nullable;

/**
 * Loads the agent and its libraries from a {@link CoreArchive}. Neither the application nor its
 * class-path scanners and service loaders find them, so that it may have other versions of the same
 * libraries.
 *
 * <p>The agent in turn sees only that archive and the packages of the JDK. These are recognised by
 * name, because in a JVM started with modules the platform loader finds the application's classes
 * too. Thread-safe.
 */
final class AgentClassLoader extends ClassLoader implements Closeable {
  private static final String[] JDK_PACKAGES = {
    "java.", "javax.", "jdk.", "sun.", "com.sun.", "org.w3c.dom.", "org.xml.sax.", "org.ietf.jgss."
  };

  /** JNA, which OSHI uses, has a name like the JDK's. */
  private static final String JNA_PACKAGE = "com.sun.jna.";

  static {
    registerAsParallelCapable();
  }

  private final CoreArchive archive;
  private final ClassLoader platform;
  private final URL resourceBase;
  private final ProtectionDomain domain;
  private boolean isReported;
  private boolean isClosed;

  /**
   * Opens a jar of the agent.
   *
   * @throws IOException if it cannot be read
   */
  AgentClassLoader(File file) throws IOException {
    super(null);
    this.platform = platformLoader();
    Say.prepare();
    // Whatever needs a permission is done here: this class may have none later, when the
    // application has installed a security manager.
    this.resourceBase = new URL("exporter-agent", null, -1, "/", new EntryHandler());
    this.domain = withAllPermissions(AgentClassLoader.class.getProtectionDomain().getCodeSource());
    // Last, so that it does not stay open if anything else is denied.
    this.archive = new CoreArchive(file);
  }

  /** Makes the agent's classes independent of the policy, which is written for the application. */
  private static ProtectionDomain withAllPermissions(CodeSource source) {
    Permissions all = new Permissions();
    all.add(new AllPermission());
    return new ProtectionDomain(source, all);
  }

  private static ClassLoader platformLoader() {
    ClassLoader loader = AgentClassLoader.class.getClassLoader();
    while (loader.getParent() != null) {
      loader = loader.getParent();
    }
    return loader;
  }

  @Override
  protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
    synchronized (getClassLoadingLock(name)) {
      Class<?> loaded = findLoadedClass(name);
      if (loaded == null) {
        loaded = isOfJdk(name) ? platform.loadClass(name) : findClass(name);
      }
      if (resolve) {
        resolveClass(loaded);
      }
      return loaded;
    }
  }

  private static boolean isOfJdk(String name) {
    for (String prefix : JDK_PACKAGES) {
      if (name.startsWith(prefix)) {
        return !name.startsWith(JNA_PACKAGE);
      }
    }
    return false;
  }

  @Override
  protected Class<?> findClass(String name) throws ClassNotFoundException {
    byte[] bytes;
    try {
      bytes = read(name.replace('.', '/') + ".class");
    } catch (IOException e) {
      // From a ClassNotFoundException the JVM would keep only the name.
      NoClassDefFoundError unreadable =
          new NoClassDefFoundError(name + " (" + e.getMessage() + ")");
      unreadable.initCause(e);
      throw unreadable;
    }
    if (bytes == null) {
      throw new ClassNotFoundException(name);
    }
    definePackageOf(name);
    return defineClass(name, bytes, 0, bytes.length, domain);
  }

  private byte @Nullable [] read(String name) throws IOException {
    try {
      return archive.read(name);
    } catch (IOException e) {
      reportUnreadable(e);
      throw e;
    }
  }

  /** Reports the first failure, since the code that needs the class may fail silently. */
  private synchronized void reportUnreadable(IOException cause) {
    if (!isClosed && !isReported) {
      isReported = true;
      Say.failure(
          cause.getMessage()
              + ": the application keeps running, but parts of the agent are missing until the application is restarted; install a new jar under another name, or replace the old one with mv",
          cause);
      PublishedProperty.failed(String.valueOf(cause.getMessage()));
    }
  }

  /** Defines the package of a class: on Java 8 {@link Class#getPackage} is null without it. */
  private void definePackageOf(String className) {
    int dot = className.lastIndexOf('.');
    if (dot > 0) {
      String name = className.substring(0, dot);
      if (getPackage(name) == null) {
        try {
          definePackage(name, null, null, null, null, null, null, null);
        } catch (IllegalArgumentException e) {
          // Another thread has just defined it.
          return;
        }
      }
    }
  }

  /** Finds only the agent's own resources: others must not configure it. */
  @Override
  public @Nullable URL getResource(String name) {
    return findResource(name);
  }

  @Override
  public Enumeration<URL> getResources(String name) {
    return findResources(name);
  }

  @Override
  protected @Nullable URL findResource(String name) {
    try {
      return has(name) ? new URL(resourceBase, "/" + name) : null;
    } catch (IOException e) {
      // The contract of a class loader has no exception here.
      return null;
    }
  }

  @Override
  protected Enumeration<URL> findResources(String name) {
    URL resource = findResource(name);
    return resource == null
        ? Collections.<URL>emptyEnumeration()
        : Collections.enumeration(Collections.singleton(resource));
  }

  private boolean has(String name) throws IOException {
    try {
      return archive.has(name);
    } catch (IOException e) {
      reportUnreadable(e);
      throw e;
    }
  }

  /** Closes the jar: no further class can be loaded. */
  @Override
  public void close() throws IOException {
    synchronized (this) {
      isClosed = true;
    }
    archive.close();
  }

  /**
   * Opens the agent's resources without a jar: URL, so that a protocol handler or a caching policy
   * that the application installs for these has no effect.
   */
  private final class EntryHandler extends URLStreamHandler {
    @Override
    protected URLConnection openConnection(URL url) throws IOException {
      final byte[] content = read(url.getPath().substring(1));
      if (content == null) {
        throw new FileNotFoundException(url + " is not in the agent's jar");
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
