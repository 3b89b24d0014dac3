package io.exporteragent.source.module;

import io.exporteragent.guest.Agenda;
import io.exporteragent.guest.AgentThreads;
import io.exporteragent.guest.Messages;
import io.exporteragent.source.module.compile.ModuleCode;
import io.exporteragent.source.module.compile.ModuleException;
import io.exporteragent.source.module.compile.ModuleReader;
import io.exporteragent.source.module.folder.ModuleFile;
import io.exporteragent.source.module.isolate.LeakWatch;
import io.exporteragent.source.module.run.ModuleHost;
import io.exporteragent.source.module.run.ModuleSettings;
import io.exporteragent.source.module.run.ModuleValues;
import io.exporteragent.source.module.run.ModuleVersion;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.Map;
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
  private final LeakWatch leaks;
  private final Agenda agenda;
  private final Messages messages;
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
      ModuleSettings settings,
      ModuleHost host,
      Function<String, @Nullable ClassLoader> applicationLoaders,
      Map<String, Module> modules,
      LeakWatch leaks,
      Agenda agenda,
      Messages messages) {
    this.host = host;
    this.settings = settings;
    this.applicationLoaders = applicationLoaders;
    this.modules = modules;
    this.leaks = leaks;
    this.agenda = agenda;
    this.messages = messages;
    this.threads = new AgentThreads("modules", messages);
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
      ModuleVersion version = host.version(file, code, application, module.tally(), this);
      module.trial(version);
      host.start(version);
    } catch (RuntimeException | Error e) {
      refuse(module, file, e);
    }
  }

  @Override
  public void tried(ModuleVersion version, ModuleValues values) {
    decide(() -> accept(version, values));
  }

  private void accept(ModuleVersion version, ModuleValues values) {
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
    messages.say(
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
    refuse(module, ModuleException.of(cause, file.name()), false);
  }

  private void refuse(Module module, ModuleException reason, boolean forAnothersName) {
    if (module.refuse(reason, forAnothersName)) {
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
    ModuleException problem = module.problem();
    messages.say(
        String.format(
            "module \"%s\" cannot be loaded from %s%s: %s",
            module.name(),
            module.fileName(),
            module.running() == null ? "" : ", the previous version keeps running",
            problem == null ? "" : problem.withPlace()),
        cause);
  }

  /** Ends a version, if there is one. */
  void retire(Module module, @Nullable ModuleVersion version) {
    if (version != null) {
      version.stop();
      leaks.expectEndOf(module.name(), version.label(), version.loader(), version.patience());
    }
  }

  /** Lets modules be tried again whose names were taken. */
  void namesFreed() {
    modules.values().forEach(Module::namesFreed);
  }

  private void decide(Runnable decision) {
    agenda.execute(
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
