package io.exporteragent.application;

import io.exporteragent.gather.Family;
import io.exporteragent.gather.Scrape;
import io.exporteragent.gather.Source;
import java.lang.instrument.Instrumentation;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Predicate;

/**
 * The families the application itself keeps in the default registry of client_java 1.x, copied with
 * names, help, types, units, labels, exemplars and created timestamps intact.
 *
 * <p>Runs the application's collectors, hence on a worker; with the application's class loader as
 * context loader, as they would run anywhere else.
 */
public final class ApplicationMetrics implements Source {
  private final Registries registries;

  /**
   * Creates the source; nothing is looked for until the first scrape.
   *
   * @param instrumentation lists the loaded classes
   * @param initialized whether a class has been initialised by the application: one that has not is
   *     left alone, since its initialisation would run the application's code on our thread
   * @param messages receives a line about a library that cannot be read
   */
  public ApplicationMetrics(
      Instrumentation instrumentation, Predicate<Class<?>> initialized, Consumer<String> messages) {
    this.registries = new Registries(instrumentation, initialized, messages);
  }

  @Override
  public List<Family> collect(Scrape scrape) {
    List<Family> families = new ArrayList<>();
    for (Registries.Found found : registries.find()) {
      families.addAll(readAs(found));
    }
    return families;
  }

  private static List<Family> readAs(Registries.Found found) {
    Thread thread = Thread.currentThread();
    ClassLoader ours = thread.getContextClassLoader();
    thread.setContextClassLoader(found.loader());
    try {
      return found.reader().read();
    } finally {
      thread.setContextClassLoader(ours);
    }
  }

  @Override
  public void close() {
    registries.forget();
  }
}
