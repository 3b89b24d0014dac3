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
 * Loads the agent and its libraries from a {@link CoreArchive}: neither the application nor its
 * class-path scanners and service loaders find them, whatever versions of the same libraries it has
 * itself.
 *
 * <p>In turn the agent sees, beside what lies in that archive, only the packages of the JDK. They
 * are told by name and not by asking the platform loader, because in a JVM started with modules
 * that one answers with the application's classes too.
 */
final class AgentClassLoader extends ClassLoader implements Closeable {
  private static final String[] JDK_PACKAGES = {
    "java.", "javax.", "jdk.", "sun.", "com.sun.", "org.w3c.dom.", "org.xml.sax.", "org.ietf.jgss."
  };

  /** Within com.sun., but ours: the JNA of OSHI. */
  private static final String JNA_PACKAGE = "com.sun.jna.";

  static {
    registerAsParallelCapable();
  }

  private final CoreArchive archive;
  private final ClassLoader platform;
  private final URL resourceBase;
  private final ProtectionDomain domain;
  private boolean isSaid;
  private boolean isClosed;

  /**
   * @param file the agent's jar
   * @throws IOException if it cannot be read
   */
  AgentClassLoader(File file) throws IOException {
    super(null);
    this.archive = new CoreArchive(file);
    this.platform = platformLoader();
    Say.prepare();
    // All that needs a permission is done here: the application may install a security manager
    // later, under whose policy this class has none.
    this.resourceBase = new URL("exporter-agent", null, -1, "/", new EntryHandler());
    this.domain = withAllPermissions(AgentClassLoader.class.getProtectionDomain().getCodeSource());
  }

  /**
   * For the classes of the agent alone: a policy is made for the application and knows no other.
   */
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
      // Of a ClassNotFoundException the JVM would pass on the name alone.
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
      unreadable(e);
      throw e;
    }
  }

  /** What needs the class may be a request that is cut, or anything else that ends in silence. */
  private synchronized void unreadable(IOException cause) {
    if (!isClosed && !isSaid) {
      isSaid = true;
      Say.failure(
          cause.getMessage()
              + ": what the agent had not loaded yet is missing until the application is restarted, which runs on; put a new jar under another name, or over the old one by mv",
          cause);
      PublishedProperty.failed(String.valueOf(cause.getMessage()));
    }
  }

  /** Java 8 leaves {@link Class#getPackage} null without this. */
  private void definePackageOf(String className) {
    int dot = className.lastIndexOf('.');
    if (dot > 0) {
      String name = className.substring(0, dot);
      if (getPackage(name) == null) {
        try {
          definePackage(name, null, null, null, null, null, null, null);
        } catch (IllegalArgumentException e) {
          // Another thread was faster; the package is there, which is all that is wanted.
          return;
        }
      }
    }
  }

  /** Only our own resources: those of the JDK and of the application must not configure us. */
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
      // A class loader has no other answer.
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
      unreadable(e);
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
   * Opens our entries by itself, so that neither a protocol handler nor a caching policy which the
   * application installs for jar: URLs concerns us.
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
