package io.exporteragent.source.module;

import io.exporteragent.guest.AgentThreads;
import io.exporteragent.guest.Messages;
import io.exporteragent.source.module.compile.ModuleCode;
import io.exporteragent.source.module.compile.ModuleException;
import io.exporteragent.source.module.compile.ModuleReader;
import io.exporteragent.source.module.folder.FolderScan;
import io.exporteragent.source.module.folder.ModuleFile;
import io.exporteragent.source.module.folder.ModuleFolder;
import io.exporteragent.source.module.isolate.LeakWatch;
import io.exporteragent.source.module.isolate.SharedClientJava;
import io.exporteragent.source.module.run.Agenda;
import io.exporteragent.source.module.run.ModuleHost;
import io.exporteragent.source.module.run.ModuleSettings;
import io.exporteragent.source.module.run.ModuleValues;
import io.exporteragent.source.module.run.ModuleVersion;
import java.nio.file.Files;
import java.time.Duration;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Runs the modules in the folder: loads new ones, replaces changed ones, and ends those that are
 * gone. When a version cannot be loaded, the previous one keeps running.
 *
 * <p>Decides everything on the one thread of its agenda, so that nothing here needs a lock.
 */
final class ModuleWatch implements ModuleVersion.Verdict {
  private static final long CLOSE_MILLIS = 1_000;

  private final ModuleSettings settings;
  private final Function<String, @Nullable ClassLoader> applicationLoaders;
  private final Agenda agenda;
  private final ModuleHost host;
  private final ModuleFolder folder;
  private final ModuleReader reader;
  private final LeakWatch leaks;
  private final Map<String, Module> modules = new ConcurrentSkipListMap<>();
  private final Messages messages;
  private Map<String, String> unused = Collections.emptyMap();
  private volatile @Nullable String folderProblem;

  /**
   * Reads nothing yet.
   *
   * @param applicationLoaders finds the loader of a class of the application, null while the class
   *     is not loaded
   * @param threads makes the one thread of its agenda
   * @param lookEvery the time between two looks into the folder
   */
  ModuleWatch(
      ModuleSettings settings,
      Function<String, @Nullable ClassLoader> applicationLoaders,
      AgentThreads threads,
      Duration lookEvery,
      Messages messages) {
    this.settings = settings;
    this.messages = messages;
    this.applicationLoaders = applicationLoaders;
    this.agenda = new Agenda(threads, this::look, lookEvery.toNanos());
    this.host = new ModuleHost(settings, agenda, messages);
    this.folder = new ModuleFolder(settings.directory());
    this.reader =
        isolated()
            ? ModuleReader.isolated()
            : ModuleReader.application(System.getProperty("java.class.path", ""));
    this.leaks = new LeakWatch(messages);
  }

  void start() {
    // Before a module's thread can start it.
    agenda.execute(SharedClientJava::startThread);
    agenda.start();
  }

  private boolean isolated() {
    return settings.classPath() == ModuleSettings.ClassPath.ISOLATED;
  }

  private void look() {
    try {
      host.tidy();
      update(folder.scan());
      leaks.look();
    } catch (RuntimeException | Error e) {
      problem("the folder cannot be looked into: " + e, e);
    }
  }

  private void update(FolderScan scan) {
    problem(scan.problem(), null);
    // A folder that exists but cannot be read or trusted tells nothing about its modules.
    if (scan.problem() != null && !Files.notExists(settings.directory())) {
      return;
    }
    Set<String> present = new HashSet<>();
    scan.files().forEach(file -> present.add(file.name()));
    scan.refused().keySet().forEach(file -> present.add(ModuleFile.nameOf(file)));
    scan.changing().forEach(file -> present.add(ModuleFile.nameOf(file)));
    for (Module module : modules.values()) {
      if (!present.contains(module.name())) {
        unload(module);
      }
    }
    Set<String> settled = new HashSet<>();
    for (ModuleFile file : scan.files()) {
      settled.add(file.name());
      Module module = module(file.name(), file.fileName());
      if (module.isNew(file)) {
        // One task each, so that a module need not wait until all others are compiled.
        agenda.execute(() -> load(module, file));
      }
    }
    scan.refused()
        .forEach(
            (file, reason) -> {
              if (!settled.contains(ModuleFile.nameOf(file))
                  && module(ModuleFile.nameOf(file), file).refuseFile(reason)) {
                notLoaded(module(ModuleFile.nameOf(file), file), null);
              }
            });
    reportUnused(scan.refused(), settled);
  }

  /** Reports files that have no effect, since another file is the module of that name. */
  private void reportUnused(Map<String, String> refused, Set<String> settled) {
    Map<String, String> now = new HashMap<>(refused);
    now.keySet().removeIf(file -> !settled.contains(ModuleFile.nameOf(file)));
    now.forEach(
        (file, reason) -> {
          if (!reason.equals(unused.get(file))) {
            messages.say(String.format("metric modules: %s is not used: %s", file, reason));
          }
        });
    unused = now;
  }

  private void problem(@Nullable String now, @Nullable Throwable cause) {
    String before = folderProblem;
    folderProblem = now;
    if (now != null && !now.equals(before)) {
      messages.say("metric modules: " + now, cause);
    }
  }

  private Module module(String name, String fileName) {
    return modules.computeIfAbsent(name, missing -> new Module(missing, fileName));
  }

  private void unload(Module module) {
    modules.remove(module.name());
    host.releaseNames(module.name());
    ModuleVersion running = module.running();
    ModuleVersion onTrial = module.onTrial();
    retire(module, onTrial);
    retire(module, running);
    if (running != null) {
      messages.say(String.format("module \"%s\" is unloaded", module.name()));
    }
    namesFreed();
  }

  private void namesFreed() {
    modules.values().forEach(Module::namesFreed);
  }

  private void load(Module module, ModuleFile file) {
    if (modules.get(module.name()) != module || !module.isNew(file)) {
      return;
    }
    ClassLoader application = null;
    if (!isolated()) {
      application = applicationLoader();
      if (application == null) {
        boolean isNew =
            module.refuseFile(
                String.format(
                    "it waits until the application has loaded the class %s, which application_class names",
                    settings.applicationClass()));
        if (isNew) {
          notLoaded(module, null);
        }
        return;
      }
    }
    retire(module, module.begin(file));
    try {
      start(module, file, reader.read(file), application);
    } catch (ModuleException e) {
      refuse(module, e, false);
    } catch (OutOfMemoryError e) {
      // Not the fault of the file: it is tried again at the next look.
      module.forgetTrial();
      refuse(module, ModuleException.of(e, file.name()), false);
    } catch (RuntimeException | Error e) {
      refuse(module, ModuleException.of(e, file.name()), false);
    }
  }

  private @Nullable ClassLoader applicationLoader() {
    String name = settings.applicationClass();
    return name == null ? ClassLoader.getSystemClassLoader() : applicationLoaders.apply(name);
  }

  private void start(
      Module module, ModuleFile file, ModuleCode code, @Nullable ClassLoader application) {
    ModuleVersion version = host.version(file, code, application, module.tally(), this);
    module.trial(version);
    host.start(version);
  }

  @Override
  public void tried(ModuleVersion version, ModuleValues values) {
    agenda.execute(() -> accept(version, values));
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
    agenda.execute(
        () -> {
          Module module = modules.get(version.module());
          if (module != null && module.isOnTrial(version)) {
            retire(module, version);
            refuse(module, reason, false);
          }
        });
  }

  private void refuse(Module module, ModuleException reason, boolean forAnothersName) {
    if (module.refuse(reason, forAnothersName)) {
      module.tally().failedToLoad();
      notLoaded(module, reason);
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

  private void retire(Module module, @Nullable ModuleVersion version) {
    if (version != null) {
      version.stop();
      leaks.expectEndOf(module.name(), version.label(), version.loader(), version.patience());
    }
  }

  /** Returns the modules in the order of their names. Any thread. */
  Collection<Module> modules() {
    return Collections.unmodifiableCollection(modules.values());
  }

  /** Returns what is wrong with the folder as a whole, or null. Any thread. */
  @Nullable String folderProblem() {
    return folderProblem;
  }

  /** Returns how many unloaded versions stay in memory. Any thread. */
  int leaked() {
    return leaks.leaked();
  }

  /** Ends all modules and waits for that, three seconds at most. Any thread. */
  void close() {
    agenda.close();
    host.close();
    try {
      agenda.awaitEnd(CLOSE_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
