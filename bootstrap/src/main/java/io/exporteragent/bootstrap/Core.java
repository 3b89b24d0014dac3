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

/** The agent proper, out of one jar, behind a class loader of its own. */
final class Core implements Closeable {
  private static final String TYPE = "io.exporteragent.ExporterAgent";

  private final String version;
  private final AgentClassLoader loader;
  private final Method start;
  private @Nullable Object running;
  private String arguments = "";

  /**
   * Loads the core and does not start it yet.
   *
   * @throws IOException if the jar cannot be read
   * @throws ReflectiveOperationException if it is not one of ours
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

  /** What the manifest of a jar of ours says. */
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

  /** Those it was given last. */
  String arguments() {
    return arguments;
  }

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

  /** Has the running core follow other arguments. */
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

  /** For an older core; this one sets it itself, if a security manager denies it here. */
  private static void context(@Nullable ClassLoader loader) {
    try {
      Thread.currentThread().setContextClassLoader(loader);
    } catch (SecurityException e) {
      return;
    }
  }

  /** Ends the core and closes its jar, in any case both. */
  @Override
  public void close() throws IOException {
    context(loader);
    try {
      AutoCloseable core = (AutoCloseable) running;
      if (core != null) {
        core.close();
      }
    } catch (Throwable t) {
      Say.failure("did not end as it should: " + t + "; the application runs on", t);
    } finally {
      context(null);
      loader.close();
    }
  }
}
