package io.exporteragent.source.application;

import io.exporteragent.config.BoundedRead;
import io.exporteragent.model.SnapshotFamily;
import java.io.IOException;
import java.io.InputStream;
import java.security.ProtectionDomain;
import org.jspecify.annotations.Nullable;

/**
 * A class loader with two parents: the application's for its metrics library, the agent's for the
 * rest. A class of the package {@code bridge} defined here sees both, so it reads the application's
 * registry with ordinary calls, which the JIT compiles as such.
 *
 * <pre>
 *   agent's loader      application's loader
 *   (Family, ...)       (io.prometheus, any version)
 *            \             /
 *             BridgeLoader
 *             (bridge.ClientJavaReader)
 * </pre>
 */
final class BridgeLoader extends ClassLoader {
  private static final String BRIDGE_PACKAGE =
      BridgeLoader.class.getPackage().getName() + ".bridge.";

  /** Adapts the agent's client_java in the agent's loader, and the application's here. */
  private static final String SNAPSHOT_FAMILY = SnapshotFamily.class.getName();

  static {
    registerAsParallelCapable();
  }

  private final ClassLoader application;

  /** The library's, so that a reader has the permissions of the library whose code it calls. */
  private final ProtectionDomain domain;

  /**
   * Creates a loader that lives as long as the class it was made for.
   *
   * @param registryClass of the application's library
   */
  BridgeLoader(Class<?> registryClass) {
    super(BridgeLoader.class.getClassLoader());
    this.application = registryClass.getClassLoader();
    this.domain = registryClass.getProtectionDomain();
  }

  /**
   * Creates a reader whose class is defined by this loader.
   *
   * @param name a class of the package {@code bridge}, with a constructor without parameters
   * @throws ReflectiveOperationException if the application's library is not as expected
   */
  RegistryReader newReader(String name) throws ReflectiveOperationException {
    return (RegistryReader) loadClass(BRIDGE_PACKAGE + name).getConstructor().newInstance();
  }

  @Override
  protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
    if (name.startsWith("io.prometheus.")) {
      return application.loadClass(name);
    }
    if (!name.startsWith(BRIDGE_PACKAGE) && !name.equals(SNAPSHOT_FAMILY)) {
      return super.loadClass(name, resolve);
    }
    synchronized (getClassLoadingLock(name)) {
      Class<?> loaded = findLoadedClass(name);
      return loaded == null ? define(name) : loaded;
    }
  }

  private Class<?> define(String name) throws ClassNotFoundException {
    String resource = name.replace('.', '/') + ".class";
    try (InputStream in = open(resource)) {
      if (in == null) {
        throw new ClassNotFoundException(name);
      }
      byte[] content = BoundedRead.beginning(in, Integer.MAX_VALUE);
      return defineClass(name, content, 0, content.length, domain);
    } catch (IOException e) {
      throw new ClassNotFoundException(name + " cannot be read from the agent's jar", e);
    }
  }

  private static @Nullable InputStream open(String resource) {
    return BridgeLoader.class.getClassLoader().getResourceAsStream(resource);
  }
}
