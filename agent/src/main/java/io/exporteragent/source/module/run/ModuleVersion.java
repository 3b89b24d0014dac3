package io.exporteragent.source.module.run;

import io.exporteragent.guest.AgentThreads;
import io.exporteragent.guest.Signal;
import io.exporteragent.guest.SurvivingLoop;
import io.exporteragent.model.Family;
import io.exporteragent.source.module.compile.ModuleCode;
import io.exporteragent.source.module.compile.ModuleException;
import io.exporteragent.source.module.folder.ModuleFile;
import io.exporteragent.source.module.isolate.ModuleLoader;
import java.time.Duration;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One version of a module, from its constructor to its {@code close()}. All of its code runs on a
 * thread of its own, which ends with it: thread-locals it leaves behind go too, and code that does
 * not return blocks nothing else.
 *
 * <p>It is constructed and run once as a trial; then it waits until it is {@linkplain #accept
 * accepted} or {@linkplain #stop stopped}. Methods may be called by any thread and do not wait for
 * the module's code.
 */
public final class ModuleVersion {
  /** Messages about one version, which may fail in a new way each time. */
  private static final int MOST_MESSAGES = 10;

  private static final int MISSED_INTERVALS = 3;

  /** Longer than a decision takes. */
  private static final Duration DECISION = Duration.ofDays(365);

  private final String module;
  private final String label;
  private final ModuleFile.Kind kind;
  private final String className;
  private final Duration interval;
  private final Duration timeout;
  private final ModuleLoader loader;
  private final ModuleTally tally;
  private final ModuleHost host;
  private final ModuleCalls calls;
  final Thread thread;
  private final Signal decided = new Signal();
  private final Signal stop = new Signal();
  private final Set<String> reported = Collections.synchronizedSet(new HashSet<>());
  private volatile @Nullable ModuleValues values;
  private volatile @Nullable ModuleException failure;

  /** Receives the result of a trial. Called by any thread. */
  public interface Verdict {
    /** Reports that the trial succeeded. */
    void tried(ModuleVersion version, ModuleValues values);

    /** Reports that it failed, or has not ended in time; may be called more than once. */
    void failed(ModuleVersion version, ModuleException reason);
  }

  /** Runs nothing yet: {@link ModuleHost#start} does. */
  ModuleVersion(
      ModuleFile file,
      ModuleCode code,
      ModuleLoader loader,
      ModuleTally tally,
      ModuleHost host,
      Verdict verdict) {
    String ownVersion = code.version();
    this.module = file.name();
    this.label = ownVersion == null ? file.hash().substring(0, 12) : ownVersion;
    this.kind = file.kind();
    this.className = code.className();
    this.interval = code.interval(host.settings.interval());
    this.timeout = code.timeout(host.settings.timeout());
    this.loader = loader;
    this.tally = tally;
    this.host = host;
    this.calls = new ModuleCalls(className, loader, timeout, host.agenda);
    this.thread =
        new AgentThreads("module-" + module, host.messages).newThread(() -> live(verdict));
    thread.setContextClassLoader(loader);
  }

  private void live(Verdict verdict) {
    ModuleInstance instance = null;
    try {
      Consumer<ModuleException> onLate = late -> verdict.failed(this, late);
      ModuleInstance made =
          calls.call("the constructor", onLate, () -> ModuleInstance.create(className, loader));
      instance = made;
      ModuleValues values = run(made, onLate);
      survive(() -> verdict.tried(this, values));
      survive(() -> isPast(decided, DECISION));
      survive(() -> runUntilStopped(made));
    } catch (Throwable t) {
      survive(() -> verdict.failed(this, ModuleException.of(t, className)));
    }
    ModuleInstance ended = instance;
    if (ended != null) {
      survive(() -> close(ended));
    }
    loader.close();
  }

  /** Repeats code of the agent that throws; what the module throws is reported elsewhere. */
  private void survive(SurvivingLoop.Body body) {
    new SurvivingLoop(body, host.messages).run();
  }

  private void runUntilStopped(ModuleInstance instance) {
    Consumer<ModuleException> onLate =
        late -> {
          tally.timedOut();
          report(late);
        };
    while (!isPast(stop, interval)) {
      tally.begun();
      long start = System.nanoTime();
      try {
        publish(run(instance, onLate));
      } catch (ModuleException e) {
        tally.failed(System.nanoTime() - start);
        report(e);
      }
    }
  }

  /** Waits for a duration at most, ignoring interrupts by the module's own threads. */
  private static boolean isPast(Signal event, Duration duration) {
    long deadline = System.nanoTime() + duration.toNanos();
    boolean past = false;
    while (!past && System.nanoTime() - deadline < 0) {
      try {
        past = event.await(deadline - System.nanoTime(), TimeUnit.NANOSECONDS);
      } catch (InterruptedException e) {
        // The agent interrupts calls of the module's code only, and this is none.
      }
    }
    return past;
  }

  private ModuleValues run(ModuleInstance instance, Consumer<ModuleException> onLate)
      throws ModuleException {
    return calls.call("process()", onLate, () -> instance.process(host.settings.maxSeries()));
  }

  private void close(ModuleInstance instance) {
    try {
      calls.call(
          "close()",
          this::closedBadly,
          () -> {
            instance.close();
            return instance;
          });
    } catch (ModuleException e) {
      closedBadly(e);
    }
  }

  private void closedBadly(ModuleException e) {
    if (reported.add("close()")) {
      host.messages.say(String.format("module \"%s\" did not close: %s", module, e.withPlace()), e);
    }
  }

  private synchronized void publish(ModuleValues next) throws ModuleException {
    if (stop.isGiven()) {
      return;
    }
    host.names.take(module, next.families());
    values = next;
    failure = null;
    tally.succeeded(next);
  }

  private void report(ModuleException e) {
    if (stop.isGiven()) {
      return;
    }
    failure = e;
    if (reported.size() < MOST_MESSAGES && reported.add(e.withPlace())) {
      host.messages.say(
          String.format(
              "module \"%s\" failed, its values are dropped if they are not renewed: %s",
              module, e.withPlace()),
          e);
    }
  }

  /**
   * Serves its values from now on.
   *
   * @throws ModuleException if one of its metric names is taken
   */
  public synchronized void accept(ModuleValues trial) throws ModuleException {
    host.names.take(module, trial.families());
    tally.loaded();
    tally.begun();
    tally.succeeded(trial);
    values = trial;
    decided.give();
  }

  /** Ends it after the current run, if there is one. */
  public synchronized void stop() {
    stop.give();
    decided.give();
  }

  /** Interrupts the current call of its code, if there is one. */
  void interrupt() {
    calls.interrupt();
  }

  /** Returns the last values, unless three runs in a row failed to renew them. */
  public List<Family> families(long nowNanos) {
    ModuleValues fresh = fresh(nowNanos);
    return fresh == null ? Collections.emptyList() : fresh.families();
  }

  /** A run that may still end in time does not count as missed. */
  private @Nullable ModuleValues fresh(long nowNanos) {
    ModuleValues last = values;
    return last == null
            || calls.idleUntilNanos(nowNanos) - last.finishedNanos()
                > MISSED_INTERVALS * interval.toNanos()
        ? null
        : last;
  }

  /** Returns whether it continues a run although that was interrupted. */
  public boolean isStuck(long nowNanos) {
    return calls.isStuck(nowNanos);
  }

  /** Returns why the last run failed, null if it did not. */
  public @Nullable ModuleException failure() {
    return failure;
  }

  /** Returns how many series {@link #families} has. */
  public int series(long nowNanos) {
    ModuleValues fresh = fresh(nowNanos);
    return fresh == null ? 0 : fresh.series();
  }

  /** Returns the name of the module. */
  public String module() {
    return module;
  }

  /** Returns the version a jar gives in its manifest, else the beginning of the content's hash. */
  public String label() {
    return label;
  }

  /** Returns what kind of file it came from. */
  public ModuleFile.Kind kind() {
    return kind;
  }

  /** Returns the time between two runs. */
  public Duration interval() {
    return interval;
  }

  /** Returns how long it may take to end after {@link #stop}. */
  public Duration patience() {
    return timeout.multipliedBy(2);
  }

  /** Returns the loader of its classes, whose registry has its metrics. */
  public ModuleLoader loader() {
    return loader;
  }
}
