package io.exporteragent.bootstrap;

import java.io.Closeable;
import java.io.File;
import java.io.IOException;
import java.lang.instrument.Instrumentation;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.function.Consumer;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import java.util.jar.Manifest;
import org.jspecify.annotations.Nullable;

/**
 * The agent proper, as found in one jar, in a class loader of its own. Not thread-safe; {@link
 * RunningCore} calls it under its lock.
 */
final class Core implements Closeable {
  private static final String TYPE = "io.exporteragent.ExporterAgent";

  private final String version;
  private final AgentClassLoader loader;
  private final Method start;
  private @Nullable Object running;
  private String arguments = "";

  /**
   * Loads the core without starting it.
   *
   * @throws IOException if the jar cannot be read
   * @throws ReflectiveOperationException if the jar is not one of ours
   */
  Core(File jar, String version) throws IOException, ReflectiveOperationException {
    this.version = version;
    this.loader = new AgentClassLoader(jar);
    try {
      this.start =
          Class.forName(TYPE, true, loader).getMethod("start", String.class, Instrumentation.class);
    } catch (ReflectiveOperationException e) {
      loader.close();
      throw e;
    } catch (LinkageError e) {
      loader.close();
      throw e;
    }
  }

  /**
   * Reads the version from the manifest of a jar.
   *
   * @return {@code unknown} if the manifest has none
   * @throws IOException if the jar cannot be read
   */
  static String versionOf(File jar) throws IOException {
    JarFile file = new JarFile(jar, false);
    try {
      Manifest manifest = file.getManifest();
      String version =
          manifest == null
              ? null
              : manifest.getMainAttributes().getValue(Attributes.Name.IMPLEMENTATION_VERSION);
      return version == null ? "unknown" : version;
    } finally {
      file.close();
    }
  }

  String version() {
    return version;
  }

  /** Returns the latest arguments. */
  String arguments() {
    return arguments;
  }

  /**
   * Starts the core with these arguments.
   *
   * @throws Throwable whatever the core throws
   */
  void start(String given, Instrumentation instrumentation) throws Throwable {
    arguments = given;
    context(loader);
    try {
      running = start.invoke(null, given, instrumentation);
    } catch (InvocationTargetException e) {
      throw e.getCause() == null ? e : e.getCause();
    } finally {
      context(null);
    }
  }

  /** Passes new arguments to the running core; does nothing if it was never started. */
  @SuppressWarnings("unchecked") // the contract between this package and every core
  void reconfigure(String given) {
    arguments = given;
    context(loader);
    try {
      Consumer<String> core = (Consumer<String>) running;
      if (core != null) {
        core.accept(given);
      }
    } finally {
      context(null);
    }
  }

  /**
   * Sets the thread's context class loader, as older cores need it. Where a security manager denies
   * that, a core of today sets it itself.
   */
  private static void context(@Nullable ClassLoader loader) {
    try {
      Thread.currentThread().setContextClassLoader(loader);
    } catch (SecurityException e) {
      return;
    }
  }

  /** Ends the core and closes its jar, even if the core fails to end. */
  @Override
  public void close() throws IOException {
    context(loader);
    try {
      AutoCloseable core = (AutoCloseable) running;
      if (core != null) {
        core.close();
      }
    } catch (Throwable t) {
      Say.failure("failed while ending: " + t + "; the application keeps running", t);
    } finally {
      context(null);
      loader.close();
    }
  }
}
