package io.exporteragent.source.module.run;

import io.exporteragent.guest.Agenda;
import io.exporteragent.guest.Messages;
import io.exporteragent.source.module.compile.ModuleCode;
import io.exporteragent.source.module.folder.ModuleFile;
import io.exporteragent.source.module.isolate.ModuleLoader;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.nio.file.Path;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * What the versions of all modules share, and those of them whose threads have not ended yet,
 * whether they are in use or not. Any thread.
 */
public final class ModuleHost {
  /** What is left after that is interrupted; what is left after twice that is abandoned. */
  private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(1);

  final ModuleSettings settings;
  final Agenda agenda;
  final ModuleNames names = new ModuleNames();
  final Messages messages;
  private final Set<ModuleVersion> alive = ConcurrentHashMap.newKeySet();
  private volatile boolean closed;

  /**
   * Runs nothing yet.
   *
   * @param agenda interrupts what takes too long
   * @param messages receives a line when a module fails in a new way
   */
  public ModuleHost(ModuleSettings settings, Agenda agenda, Messages messages) {
    this.settings = settings;
    this.agenda = agenda;
    this.messages = messages;
  }

  /**
   * Makes a version of a module, which runs nothing yet.
   *
   * @param application sees the application's classes; null for an isolated module
   * @param tally counts what happens to all versions of the module
   * @param verdict receives the result of its trial
   */
  public ModuleVersion version(
      ModuleFile file,
      ModuleCode code,
      @Nullable ClassLoader application,
      ModuleTally tally,
      ModuleVersion.Verdict verdict) {
    Path path = settings.directory().resolve(file.fileName()).toAbsolutePath();
    ModuleLoader loader = new ModuleLoader(code, application, path, new PrometheusRegistry());
    return new ModuleVersion(file, code, loader, tally, this, verdict);
  }

  /** Starts a version, unless this is closed. */
  public void start(ModuleVersion version) {
    alive.add(version);
    if (closed) {
      version.stop();
    } else {
      try {
        version.thread.start();
      } catch (Error e) {
        // No thread could be created, so none will end.
        alive.remove(version);
        throw e;
      }
    }
  }

  /** Forgets versions that have ended. */
  public void tidy() {
    alive.removeIf(version -> version.thread.getState() == Thread.State.TERMINATED);
  }

  /** Lets other modules use the metric names of one that was unloaded. */
  public void releaseNames(String module) {
    names.release(module);
  }

  /** Ends all versions and waits for that, two seconds at most. */
  public void close() {
    closed = true;
    alive.forEach(ModuleVersion::stop);
    long deadline = System.nanoTime() + PATIENCE_NANOS;
    try {
      awaitEnds(deadline);
      alive.forEach(ModuleVersion::interrupt);
      awaitEnds(deadline + PATIENCE_NANOS);
    } catch (InterruptedException e) {
      alive.forEach(ModuleVersion::interrupt);
      Thread.currentThread().interrupt();
    }
  }

  private void awaitEnds(long deadlineNanos) throws InterruptedException {
    for (ModuleVersion version : alive) {
      long left = deadlineNanos - System.nanoTime();
      version.thread.join(Math.max(1, TimeUnit.NANOSECONDS.toMillis(left)));
    }
  }
}
