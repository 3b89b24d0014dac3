package io.exporteragent.source.module;

import io.exporteragent.guest.Agenda;
import io.exporteragent.guest.Follower;
import io.exporteragent.guest.Messages;
import io.exporteragent.source.module.folder.FolderScan;
import io.exporteragent.source.module.folder.ModuleFile;
import io.exporteragent.source.module.folder.ModuleFolder;
import io.exporteragent.source.module.isolate.LeakWatch;
import io.exporteragent.source.module.isolate.SharedClientJava;
import io.exporteragent.source.module.run.ModuleHost;
import io.exporteragent.source.module.run.ModuleSettings;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Makes of the folder's files the modules that run: has new and changed ones loaded, and ends those
 * that are gone.
 *
 * <p>Decides everything in tasks of the agenda, so that nothing here needs a lock; the folder is
 * looked into beside them.
 */
final class ModuleWatch {

  private final ModuleSettings settings;
  private final Agenda agenda;
  private final ModuleHost host;
  private final ModuleFolder folder;
  private final LeakWatch leaks;
  private final Map<String, Module> modules = new ConcurrentSkipListMap<>();
  private final Messages messages;
  private final ModuleLoading loading;
  private Map<String, String> unused = Collections.emptyMap();
  private volatile @Nullable String folderProblem;
  private volatile @Nullable Follower follower;

  /**
   * Reads nothing yet.
   *
   * @param applicationLoaders finds the loader of a class of the application, null while the class
   *     is not loaded
   */
  ModuleWatch(
      ModuleSettings settings,
      Function<String, @Nullable ClassLoader> applicationLoaders,
      Agenda agenda,
      Messages messages) {
    this.settings = settings;
    this.messages = messages;
    this.agenda = agenda;
    this.host = new ModuleHost(settings, agenda, messages);
    this.folder = new ModuleFolder(settings.directory());
    this.leaks = new LeakWatch(messages);
    this.loading =
        new ModuleLoading(settings, host, applicationLoaders, modules, leaks, agenda, messages);
  }

  /** Looks into the folder from now on, that often. */
  void start(Duration lookEvery) {
    // Before a module's thread can start it.
    agenda.execute(SharedClientJava::startThread);
    String name = "the folder " + settings.directory();
    follower = agenda.follow(name, lookEvery.toNanos(), this::look);
  }

  private @Nullable Runnable look() {
    try {
      FolderScan scan = folder.scan();
      return () -> follow(scan);
    } catch (RuntimeException | Error e) {
      problem("the folder cannot be looked into: " + e, e);
      return null;
    }
  }

  private void follow(FolderScan scan) {
    try {
      host.tidy();
      update(scan);
      leaks.look();
    } catch (RuntimeException | Error e) {
      problem("the folder cannot be followed: " + e, e);
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
    List<ModuleFile> changed = new ArrayList<>();
    for (ModuleFile file : scan.files()) {
      settled.add(file.name());
      if (module(file.name(), file.fileName()).isNew(file)) {
        changed.add(file);
      }
    }
    scan.refused()
        .forEach(
            (file, reason) -> {
              if (!settled.contains(ModuleFile.nameOf(file))) {
                loading.refuseFile(module(ModuleFile.nameOf(file), file), reason);
              }
            });
    reportUnused(scan.refused(), settled);
    loading.load(changed);
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
    boolean isRunning = module.running() != null;
    loading.retire(module, module.onTrial());
    loading.retire(module, module.running());
    if (isRunning) {
      messages.say(String.format("module \"%s\" is unloaded", module.name()));
    }
    loading.namesFreed();
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
    Follower following = follower;
    if (following != null) {
      following.close();
    }
    loading.close();
    host.close();
    loading.awaitEnd();
  }
}
