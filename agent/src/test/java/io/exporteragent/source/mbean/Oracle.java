package io.exporteragent.source.mbean;

import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.OutputStream;
import java.lang.reflect.Constructor;
import java.lang.reflect.Field;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * The collector 1.7.0 of jmx_exporter with client_java's writer, in a class loader of its own. It
 * reads the platform MBean server and lives for several scrapes, as its cache and what it learns
 * do.
 */
final class Oracle implements Exporter {
  private static final Path LIBRARIES = Path.of("target/oracle");
  private static final int JARS = 8;
  private static final Library LIBRARY = Library.load();

  private final Object registry;
  private final Object collector;

  /**
   * Reads a file.
   *
   * @throws RefusedException if the collector refuses it
   */
  Oracle(String yaml) throws RefusedException {
    try {
      collector = LIBRARY.newCollector.newInstance(yaml);
      registry = LIBRARY.newRegistry.newInstance();
      LIBRARY.register.invoke(collector, registry);
    } catch (InvocationTargetException e) {
      throw new RefusedException(e.getCause());
    } catch (ReflectiveOperationException e) {
      throw new LinkageError(e.toString(), e);
    }
  }

  /** Scrapes as an agent of jmx_exporter does for a client that wants text 0.0.4. */
  @Override
  public Answer scrape() {
    try {
      Object snapshots = LIBRARY.scrape.invoke(registry);
      ByteArrayOutputStream page = new ByteArrayOutputStream();
      LIBRARY.write.invoke(LIBRARY.writer, page, snapshots, LIBRARY.escaping);
      String text = page.toString(StandardCharsets.UTF_8);
      return wasAborted() ? Answer.aborted(text) : Answer.whole(text);
    } catch (InvocationTargetException e) {
      return wasAborted() ? Answer.aborted("") : Answer.failed(e.getCause());
    } catch (ReflectiveOperationException e) {
      throw new LinkageError(e.toString(), e);
    }
  }

  /** Returns {@code jmx_scrape_error} of the last scrape, which is on the next page. */
  private boolean wasAborted() {
    return gauge("jmxScrapeError") != 0;
  }

  /** Returns {@code jmx_scrape_cached_beans} of the last scrape, which is on the next page. */
  double cachedBeans() {
    return gauge("jmxScrapeCachedBeans");
  }

  private double gauge(String field) {
    try {
      Field gauge = collector.getClass().getDeclaredField(field);
      gauge.setAccessible(true);
      Object value = gauge.get(collector);
      return (double) value.getClass().getMethod("get").invoke(value);
    } catch (ReflectiveOperationException e) {
      throw new LinkageError(e.toString(), e);
    }
  }

  /**
   * Its methods.
   *
   * @param silenced keeps the loggers from being collected and made anew with another level
   */
  private record Library(
      Constructor<?> newCollector,
      Constructor<?> newRegistry,
      Method register,
      Method scrape,
      Method write,
      Object writer,
      Object escaping,
      List<Logger> silenced) {

    private static Library load() {
      List<Logger> loggers =
          List.of(Logger.getLogger("io.prometheus.jmx"), Logger.getLogger("org.yaml.snakeyaml"));
      loggers.forEach(logger -> logger.setLevel(Level.OFF));
      try {
        ClassLoader loader = new URLClassLoader(jars(), ClassLoader.getPlatformClassLoader());
        Class<?> collector = loader.loadClass("io.prometheus.jmx.JmxCollector");
        Class<?> registry =
            loader.loadClass("io.prometheus.metrics.model.registry.PrometheusRegistry");
        Class<?> snapshots =
            loader.loadClass("io.prometheus.metrics.model.snapshots.MetricSnapshots");
        Class<?> escaping = loader.loadClass("io.prometheus.metrics.config.EscapingScheme");
        Class<?> writer =
            loader.loadClass("io.prometheus.metrics.expositionformats.PrometheusTextFormatWriter");
        return new Library(
            collector.getConstructor(String.class),
            registry.getConstructor(),
            collector.getMethod("register", registry),
            registry.getMethod("scrape"),
            writer.getMethod("write", OutputStream.class, snapshots, escaping),
            writer.getMethod("create").invoke(null),
            escaping.getField("ALLOW_UTF8").get(null),
            loggers);
      } catch (ReflectiveOperationException | java.net.MalformedURLException e) {
        throw new LinkageError(e.toString(), e);
      }
    }

    private static URL[] jars() throws java.net.MalformedURLException {
      File[] jars = LIBRARIES.toFile().listFiles();
      if (jars == null || jars.length != JARS) {
        throw new IllegalStateException(
            LIBRARIES.toAbsolutePath() + " has not the " + JARS + " jars that the build copies");
      }
      URL[] urls = new URL[jars.length];
      for (int i = 0; i < jars.length; i++) {
        urls[i] = jars[i].toURI().toURL();
      }
      return urls;
    }
  }
}
