package io.exporteragent.source.module;

import io.exporteragent.gather.Scrape;
import io.exporteragent.gather.Source;
import io.exporteragent.guest.Agenda;
import io.exporteragent.guest.Messages;
import io.exporteragent.model.Family;
import io.exporteragent.source.module.run.ModuleSettings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The metrics of the modules in a folder, and those about the modules:
 *
 * <pre>
 * # TYPE example_metric gauge
 * example_metric 42.0
 * # TYPE exporter_agent_module_up gauge
 * exporter_agent_module_up{module="ExampleMetric"} 1.0
 * # TYPE exporter_agent_module info
 * exporter_agent_module_info{module="ExampleMetric",version="5f70bf18a086",kind="source"} 1
 * # TYPE exporter_agent_module_last_run_duration_seconds gauge
 * exporter_agent_module_last_run_duration_seconds{module="ExampleMetric"} 0.0001
 * </pre>
 *
 * <p>A scrape takes the values of the last run of each module and waits for none. Values that have
 * not been renewed for three intervals are left out.
 */
public final class ModuleMetrics implements Source {
  private static final Duration LOOK_EVERY = Duration.ofSeconds(2);

  private final ModuleWatch watch;
  private final Path directory;

  private ModuleMetrics(
      ModuleSettings settings,
      Function<String, @Nullable ClassLoader> applicationLoaders,
      Agenda agenda,
      Duration lookEvery,
      Messages messages) {
    directory = settings.directory();
    watch = new ModuleWatch(settings, applicationLoaders, agenda, messages);
    watch.start(lookEvery);
  }

  /**
   * Starts to follow the folder.
   *
   * @param applicationLoaders finds the loader of the class that {@link
   *     ModuleSettings#applicationClass} names, null while that is not loaded
   * @param agenda looks into the folder and decides what becomes of its files
   * @param messages receives one line when a module is loaded, reloaded, unloaded, or fails in a
   *     new way; called by any thread
   */
  public static ModuleMetrics start(
      ModuleSettings settings,
      Function<String, @Nullable ClassLoader> applicationLoaders,
      Agenda agenda,
      Messages messages) {
    return start(settings, applicationLoaders, agenda, LOOK_EVERY, messages);
  }

  /** Starts, with the given time between two looks into the folder. */
  static ModuleMetrics start(
      ModuleSettings settings,
      Function<String, @Nullable ClassLoader> applicationLoaders,
      Agenda agenda,
      Duration lookEvery,
      Messages messages) {
    return new ModuleMetrics(settings, applicationLoaders, agenda, lookEvery, messages);
  }

  @Override
  public List<Family> collect(Scrape scrape) {
    long now = System.nanoTime();
    List<Family> families = new ArrayList<>();
    ModuleFamilies about = new ModuleFamilies();
    for (Module module : watch.modules()) {
      families.addAll(module.families(now));
      about.add(module, now);
    }
    families.addAll(about.all(watch.leaked()));
    return families;
  }

  Path directory() {
    return directory;
  }

  ModuleWatch watch() {
    return watch;
  }

  /** Ends all modules; waits up to two seconds for their threads, and one for that of the watch. */
  @Override
  public void close() {
    watch.close();
  }
}
