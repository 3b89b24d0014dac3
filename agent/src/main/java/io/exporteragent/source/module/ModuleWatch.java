package io.exporteragent.source.module;

import io.exporteragent.config.ModuleSettings;
import io.exporteragent.guest.AgentThreads;
import io.exporteragent.guest.Messages;
import io.exporteragent.source.module.compile.ModuleCode;
import io.exporteragent.source.module.compile.ModuleException;
import io.exporteragent.source.module.compile.ModuleReader;
import io.exporteragent.source.module.folder.FolderScan;
import io.exporteragent.source.module.folder.ModuleFile;
import io.exporteragent.source.module.folder.ModuleFolder;
import io.exporteragent.source.module.folder.ModuleKind;
import io.exporteragent.source.module.isolate.ClientJavaScheduler;
import io.exporteragent.source.module.isolate.LeakWatch;
import io.exporteragent.source.module.isolate.ModuleLoader;
import io.exporteragent.source.module.run.Agenda;
import io.exporteragent.source.module.run.LiveVersions;
import io.exporteragent.source.module.run.ModuleFailure;
import io.exporteragent.source.module.run.ModuleHost;
import io.exporteragent.source.module.run.ModuleProblem;
import io.exporteragent.source.module.run.ModuleVersion;
import io.exporteragent.source.module.run.Values;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.nio.file.Files;
import java.time.Duration;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Makes of the folder's files the modules that run: loads what is new, replaces what has changed,
 * and ends what is gone. A version that cannot be loaded leaves the one before it running.
 *
 * <p>Decides everything on the one thread of its agenda, so that nothing here is locked.
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
  private final LiveVersions versions = new LiveVersions();
  private Map<String, String> unused = Collections.emptyMap();
  private volatile @Nullable String folderProblem;

  /**
   * Looks at nothing yet.
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
    // First, before a module's thread can.
    agenda.execute(ClientJavaScheduler::start);
    agenda.start();
  }

  private boolean isolated() {
    return settings.classPath() == ModuleSettings.ClassPath.ISOLATED;
  }

  private void look() {
    try {
      versions.tidy();
      update(folder.scan());
      leaks.look();
    } catch (RuntimeException | Error e) {
      problem("the folder cannot be looked into: " + e, e);
    }
  }

  private void update(FolderScan scan) {
    problem(scan.problem(), null);
    // Of a folder that is there, but cannot be read or trusted, nothing is known.
    if (scan.problem() != null && !Files.notExists(settings.directory())) {
      return;
    }
    Set<String> present = new HashSet<>();
    scan.files().forEach(file -> present.add(file.name()));
    scan.refused().keySet().forEach(file -> present.add(moduleOf(file)));
    scan.changing().forEach(file -> present.add(moduleOf(file)));
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
        // One by one, so that what is loaded need not wait for all that is to be compiled.
        agenda.execute(() -> load(module, file));
      }
    }
    scan.refused()
        .forEach(
            (file, reason) -> {
              if (!settled.contains(moduleOf(file))
                  && module(moduleOf(file), file).refuseFile(reason)) {
                notLoaded(module(moduleOf(file), file), null);
              }
            });
    tellUnused(scan.refused(), settled);
  }

  /** Of files that make no difference, since another one is the module of their name. */
  private void tellUnused(Map<String, String> refused, Set<String> settled) {
    Map<String, String> now = new HashMap<>(refused);
    now.keySet().removeIf(file -> !settled.contains(moduleOf(file)));
    now.forEach(
        (file, reason) -> {
          if (!reason.equals(unused.get(file))) {
            host.messages.say(String.format("metric modules: %s is not used: %s", file, reason));
          }
        });
    unused = now;
  }

  private void problem(@Nullable String now, @Nullable Throwable cause) {
    String before = folderProblem;
    folderProblem = now;
    if (now != null && !now.equals(before)) {
      host.messages.say("metric modules: " + now, cause);
    }
  }

  private static String moduleOf(String fileName) {
    ModuleKind kind = ModuleKind.of(fileName);
    return kind == null
        ? fileName
        : fileName.substring(0, fileName.length() - kind.extension().length());
  }

  private Module module(String name, String fileName) {
    return modules.computeIfAbsent(name, missing -> new Module(missing, fileName));
  }

  private void unload(Module module) {
    modules.remove(module.name());
    host.names.release(module.name());
    ModuleVersion running = module.running();
    ModuleVersion onTrial = module.onTrial();
    retire(module, onTrial);
    retire(module, running);
    if (running != null) {
      host.messages.say(String.format("module \"%s\" is unloaded", module.name()));
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
      // That is nothing about the file: it is tried again at the next look.
      module.forgetTrial();
      refuse(module, ModuleFailure.of(e, file.name()), false);
    } catch (RuntimeException | Error e) {
      refuse(module, ModuleFailure.of(e, file.name()), false);
    }
  }

  private @Nullable ClassLoader applicationLoader() {
    String name = settings.applicationClass();
    return name == null ? ClassLoader.getSystemClassLoader() : applicationLoaders.apply(name);
  }

  private void start(
      Module module, ModuleFile file, ModuleCode code, @Nullable ClassLoader application) {
    ModuleLoader loader =
        new ModuleLoader(
            code,
            application,
            settings.directory().resolve(file.fileName()).toAbsolutePath(),
            new PrometheusRegistry());
    ModuleVersion version = new ModuleVersion(file, code, loader, module.tally(), host, this);
    module.trial(version);
    versions.start(version);
  }

  @Override
  public void tried(ModuleVersion version, Values values) {
    agenda.execute(() -> accept(version, values));
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
    if (module.refuse(new ModuleProblem(reason), forAnothersName)) {
      module.tally().failedToLoad();
      notLoaded(module, reason);
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

  private void retire(Module module, @Nullable ModuleVersion version) {
    if (version != null) {
      version.stop();
      leaks.expectEndOf(module.name(), version.label(), version.loader(), version.patience());
    }
  }

  /** In the order of their names. Any thread. */
  Collection<Module> modules() {
    return Collections.unmodifiableCollection(modules.values());
  }

  /** What is wrong with the folder as a whole, or null. Any thread. */
  @Nullable String folderProblem() {
    return folderProblem;
  }

  /** How many versions were unloaded that cannot be collected. Any thread. */
  int leaked() {
    return leaks.leaked();
  }

  /** Ends all modules and waits for that, three seconds at most. Any thread. */
  void close() {
    agenda.close();
    versions.close();
    try {
      agenda.awaitEnd(CLOSE_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
