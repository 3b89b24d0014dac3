package io.exporteragent.source.module;

import io.exporteragent.config.ModuleSettings;
import io.exporteragent.guest.AgentThreads;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The way of a file to a version that runs: it is read, which compiles it, run once as a trial, and
 * takes the place of the previous version. One that cannot be loaded leaves the previous one
 * running.
 *
 * <p>Decides everything in tasks of the agenda. Reading takes its time, and happens beside them,
 * one file after the other, on a thread that exists only while there are any.
 */
final class ModuleLoading implements ModuleVersion.Verdict {
  private static final long CLOSE_MILLIS = 1_000;

  private final ModuleHost host;
  private final ModuleSettings settings;
  private final Function<String, @Nullable ClassLoader> applicationLoaders;
  private final Map<String, Module> modules;
  private final LiveVersions versions;
  private final LeakWatch leaks;
  private final AgentThreads threads;
  private final ModuleReader reader;
  private final Deque<ModuleFile> toBeRead = new ArrayDeque<>();
  private volatile @Nullable Thread reading;
  private volatile boolean closed;

  /**
   * Loads nothing yet.
   *
   * @param modules by name; which there are is decided elsewhere, in tasks of the agenda too
   */
  ModuleLoading(
      ModuleHost host,
      Function<String, @Nullable ClassLoader> applicationLoaders,
      Map<String, Module> modules,
      LiveVersions versions,
      LeakWatch leaks) {
    this.host = host;
    this.settings = host.settings;
    this.applicationLoaders = applicationLoaders;
    this.modules = modules;
    this.versions = versions;
    this.leaks = leaks;
    this.threads = new AgentThreads("modules", host.messages);
    this.reader =
        isolated()
            ? ModuleReader.isolated()
            : ModuleReader.application(System.getProperty("java.class.path", ""));
  }

  private boolean isolated() {
    return settings.classPath() == ModuleSettings.ClassPath.ISOLATED;
  }

  /** Loads these files, and none of an earlier call that has not begun to be read. */
  void load(Collection<ModuleFile> files) {
    toBeRead.clear();
    toBeRead.addAll(files);
    loadNext();
  }

  /** One by one, so that what is loaded need not wait for all that is to be compiled. */
  private void loadNext() {
    while (reading == null && !toBeRead.isEmpty()) {
      ModuleFile file = toBeRead.remove();
      Module module = modules.get(file.name());
      if (module != null) {
        load(module, file);
      }
    }
  }

  private void load(Module module, ModuleFile file) {
    ClassLoader application = isolated() ? null : applicationLoader();
    if (application == null && !isolated()) {
      refuseFile(
          module,
          String.format(
              "it waits until the application has loaded the class %s, which application_class names",
              settings.applicationClass()));
      return;
    }
    retire(module, module.begin(file));
    try {
      Thread next = threads.surviving(() -> read(module, file, application));
      next.start();
      reading = next;
    } catch (OutOfMemoryError e) {
      refuse(module, file, e);
    }
  }

  private @Nullable ClassLoader applicationLoader() {
    String name = settings.applicationClass();
    return name == null ? ClassLoader.getSystemClassLoader() : applicationLoaders.apply(name);
  }

  private void read(Module module, ModuleFile file, @Nullable ClassLoader application) {
    Runnable outcome;
    try {
      ModuleCode code = reader.read(file);
      outcome = () -> start(module, file, code, application);
    } catch (ModuleException | RuntimeException | Error e) {
      outcome = () -> refuse(module, file, e);
    }
    Runnable known = outcome;
    decide(
        () -> {
          reading = null;
          if (modules.get(module.name()) == module) {
            known.run();
          }
          loadNext();
        });
  }

  private void start(
      Module module, ModuleFile file, ModuleCode code, @Nullable ClassLoader application) {
    try {
      ModuleLoader loader =
          new ModuleLoader(
              code,
              application,
              settings.directory().resolve(file.fileName()).toAbsolutePath(),
              new PrometheusRegistry());
      ModuleVersion version = new ModuleVersion(file, code, loader, module.tally(), host, this);
      module.trial(version);
      versions.start(version);
    } catch (RuntimeException | Error e) {
      refuse(module, file, e);
    }
  }

  @Override
  public void tried(ModuleVersion version, Values values) {
    decide(() -> accept(version, values));
  }

  private void accept(ModuleVersion version, Values values) {
    Module module = modules.get(version.module());
    if (module == null || !module.isOnTrial(version)) {
      return;
    }
    try {
      version.accept(values);
    } catch (ModuleException e) {
      retire(module, version);
      refuse(module, e, true);
      return;
    }
    ModuleVersion before = module.accept(version);
    retire(module, before);
    host.messages.say(
        String.format(
            "module \"%s\" is %s: version %s, %d series",
            module.name(),
            before == null ? "loaded" : "reloaded",
            version.label(),
            values.series()));
    namesFreed();
  }

  @Override
  public void failed(ModuleVersion version, ModuleException reason) {
    decide(
        () -> {
          Module module = modules.get(version.module());
          if (module != null && module.isOnTrial(version)) {
            retire(module, version);
            refuse(module, reason, false);
          }
        });
  }

  private void refuse(Module module, ModuleFile file, Throwable cause) {
    if (cause instanceof OutOfMemoryError) {
      // That is nothing about the file: it is tried again at the next look.
      module.forgetTrial();
    }
    refuse(module, ModuleFailure.of(cause, file.name()), false);
  }

  private void refuse(Module module, ModuleException reason, boolean forAnothersName) {
    if (module.refuse(new ModuleProblem(reason), forAnothersName)) {
      module.tally().failedToLoad();
      notLoaded(module, reason);
    }
  }

  /** Refuses the file of a module, whatever it contains. */
  void refuseFile(Module module, String reason) {
    if (module.refuseFile(reason)) {
      notLoaded(module, null);
    }
  }

  private void notLoaded(Module module, @Nullable ModuleException cause) {
    host.messages.say(
        String.format(
            "module \"%s\" cannot be loaded from %s%s: %s",
            module.name(),
            module.fileName(),
            module.running() == null ? "" : ", the version before it runs on",
            Objects.toString(module.problem(), "")),
        cause);
  }

  /** Ends a version, if there is one. */
  void retire(Module module, @Nullable ModuleVersion version) {
    if (version != null) {
      version.stop();
      leaks.expectEndOf(module.name(), version);
    }
  }

  /** Lets modules be tried again whose names were taken. */
  void namesFreed() {
    modules.values().forEach(Module::namesFreed);
  }

  private void decide(Runnable decision) {
    host.agenda.execute(
        () -> {
          if (!closed) {
            decision.run();
          }
        });
  }

  /** Ends loading, and interrupts what is being read. Any thread. */
  void close() {
    closed = true;
    Thread current = reading;
    if (current != null) {
      current.interrupt();
    }
  }

  /** Waits until nothing is read any more, a second at most. Any thread. */
  void awaitEnd() {
    Thread current = reading;
    if (current != null) {
      try {
        current.join(CLOSE_MILLIS);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
