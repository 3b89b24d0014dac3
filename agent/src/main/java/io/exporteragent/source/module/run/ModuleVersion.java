package io.exporteragent.source.module.run;

import io.exporteragent.guest.AgentThreads;
import io.exporteragent.guest.Signal;
import io.exporteragent.guest.SurvivingLoop;
import io.exporteragent.model.Family;
import io.exporteragent.source.module.compile.ModuleCode;
import io.exporteragent.source.module.compile.ModuleException;
import io.exporteragent.source.module.folder.ModuleFile;
import io.exporteragent.source.module.folder.ModuleKind;
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
 * thread of its own, which ends with it: what it leaves in thread-locals goes too, and what it does
 * not return from holds up nobody else.
 *
 * <p>It is constructed and run once as a trial; then it waits until {@link Verdict} has it either
 * {@linkplain #accept accepted} or {@linkplain #stop stopped}. Methods may be called by any thread
 * and do not wait for its code.
 */
public final class ModuleVersion {
  /** A module that fails in a new way each time is told of this often. */
  private static final int MOST_MESSAGES = 10;

  private static final int MISSED_INTERVALS = 3;

  /** Nanoseconds of more than that do not fit into a long. */
  private static final Duration LONGEST = Duration.ofDays(365);

  private final String module;
  private final String label;
  private final ModuleKind kind;
  private final String className;
  private final Duration interval;
  private final Duration timeout;
  private final ModuleLoader loader;
  private final ModuleTally tally;
  private final ModuleHost host;
  private final ModuleCalls calls;
  private final Thread thread;
  private final Signal decided = new Signal();
  private final Signal stop = new Signal();
  private final Set<String> told = Collections.synchronizedSet(new HashSet<>());
  private volatile @Nullable Values values;
  private volatile @Nullable ModuleProblem failure;

  /** What becomes of a version after its trial. Called by any thread. */
  public interface Verdict {
    /** The trial went well. */
    void tried(ModuleVersion version, Values values);

    /** The trial failed, or has not ended in time; may be called more than once. */
    void failed(ModuleVersion version, ModuleException reason);
  }

  /** Does nothing yet. */
  public ModuleVersion(
      ModuleFile file,
      ModuleCode code,
      ModuleLoader loader,
      ModuleTally tally,
      ModuleHost host,
      Verdict verdict) {
    Duration ownInterval = code.interval();
    Duration ownTimeout = code.timeout();
    String ownVersion = code.version();
    this.module = file.name();
    this.label = ownVersion == null ? file.hash().substring(0, 12) : ownVersion;
    this.kind = file.kind();
    this.className = code.className();
    this.interval = bounded(ownInterval == null ? host.settings.interval() : ownInterval);
    this.timeout = bounded(ownTimeout == null ? host.settings.timeout() : ownTimeout);
    this.loader = loader;
    this.tally = tally;
    this.host = host;
    this.calls = new ModuleCalls(className, loader, timeout, host.agenda);
    this.thread =
        new AgentThreads("module-" + module, host.messages).newThread(() -> live(verdict));
    thread.setContextClassLoader(loader);
  }

  private static Duration bounded(Duration duration) {
    return duration.compareTo(LONGEST) < 0 ? duration : LONGEST;
  }

  void start() {
    thread.start();
  }

  private void live(Verdict verdict) {
    ModuleInstance instance = null;
    try {
      Consumer<ModuleException> onLate = late -> verdict.failed(this, late);
      ModuleInstance made =
          calls.call("the constructor", onLate, () -> ModuleInstance.create(className, loader));
      instance = made;
      Values values = run(made, onLate);
      survive(() -> verdict.tried(this, values));
      survive(() -> isPast(decided, LONGEST));
      survive(() -> runUntilStopped(made));
    } catch (Throwable t) {
      survive(() -> verdict.failed(this, ModuleFailure.of(t, className)));
    }
    ModuleInstance ended = instance;
    if (ended != null) {
      survive(() -> close(ended));
    }
    loader.close();
  }

  /** Whatever its code throws is told of elsewhere: this is for what the rest of us meets. */
  private void survive(SurvivingLoop.Body body) {
    new SurvivingLoop(body, host.messages).run();
  }

  private void runUntilStopped(ModuleInstance instance) {
    Consumer<ModuleException> onLate =
        late -> {
          tally.timedOut();
          tell(late);
        };
    while (!isPast(stop, interval)) {
      tally.begun();
      long start = System.nanoTime();
      try {
        publish(run(instance, onLate));
      } catch (ModuleException e) {
        tally.failed(System.nanoTime() - start);
        tell(e);
      }
    }
  }

  /** Waits for that long at most, whatever threads of the module may do to this one. */
  private static boolean isPast(Signal event, Duration duration) {
    long deadline = System.nanoTime() + duration.toNanos();
    boolean past = false;
    while (!past && System.nanoTime() - deadline < 0) {
      try {
        past = event.await(deadline - System.nanoTime(), TimeUnit.NANOSECONDS);
      } catch (InterruptedException e) {
        // Nobody is to interrupt this thread but for what takes too long, which this is not.
      }
    }
    return past;
  }

  private Values run(ModuleInstance instance, Consumer<ModuleException> onLate)
      throws ModuleException {
    return calls.call(
        "process()",
        onLate,
        () -> {
          long start = System.nanoTime();
          instance.process();
          List<Family> families = JoinedFamily.read(loader.get());
          int series = SeriesCount.of(families);
          int most = host.settings.maxSeries();
          if (series > most) {
            throw new ModuleException(
                String.format("it has %d series, more than the %d of max_series", series, most));
          }
          return new Values(families, series, start);
        });
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
    if (told.add("close()")) {
      host.messages.say(
          String.format("module \"%s\" did not close: %s", module, new ModuleProblem(e)), e);
    }
  }

  private synchronized void publish(Values next) throws ModuleException {
    if (stop.isGiven()) {
      return;
    }
    host.names.take(module, next.families());
    values = next;
    failure = null;
    tally.succeeded(next);
  }

  private void tell(ModuleException e) {
    if (stop.isGiven()) {
      return;
    }
    ModuleProblem problem = new ModuleProblem(e);
    failure = problem;
    if (told.size() < MOST_MESSAGES && told.add(problem.toString())) {
      host.messages.say(
          String.format(
              "module \"%s\" failed, its values are dropped if they are not renewed: %s",
              module, problem),
          e);
    }
  }

  /**
   * Lets its values be served from now on.
   *
   * @throws ModuleException if it has names that are not to be had
   */
  public synchronized void accept(Values trial) throws ModuleException {
    host.names.take(module, trial.families());
    tally.loaded();
    tally.begun();
    tally.succeeded(trial);
    values = trial;
    decided.give();
  }

  /** Ends it after the run under way, if there is one. */
  public synchronized void stop() {
    stop.give();
    decided.give();
  }

  /** Interrupts what it is doing, if it is doing anything. */
  void interrupt() {
    calls.interrupt();
  }

  boolean hasEnded() {
    return thread.getState() == Thread.State.TERMINATED;
  }

  /** Waits until its thread has ended, but no longer than that. */
  void awaitEnd(long nanos) throws InterruptedException {
    thread.join(Math.max(1, TimeUnit.NANOSECONDS.toMillis(nanos)));
  }

  /** The last values, but none that three runs have failed to renew. */
  public List<Family> families(long nowNanos) {
    Values last = values;
    return last == null || isStale(last, nowNanos) ? Collections.emptyList() : last.families();
  }

  /** A run that may yet end in time is not one that was missed. */
  private boolean isStale(Values last, long nowNanos) {
    long idle = calls.idleUntilNanos(nowNanos) - last.finishedNanos();
    return idle > MISSED_INTERVALS * interval.toNanos();
  }

  /** Whether it does not return from a run it was interrupted in. */
  public boolean isStuck(long nowNanos) {
    return calls.isStuck(nowNanos);
  }

  /** Why the last run failed, null if it did not. */
  public @Nullable ModuleProblem failure() {
    return failure;
  }

  /** How many series were read last. */
  public int series(long nowNanos) {
    Values last = values;
    return last == null || isStale(last, nowNanos) ? 0 : last.series();
  }

  /** The name of the module. */
  public String module() {
    return module;
  }

  /** What a jar says of itself, else the beginning of the content's hash. */
  public String label() {
    return label;
  }

  public ModuleKind kind() {
    return kind;
  }

  public Duration interval() {
    return interval;
  }

  /** For as long as it may take to end, after {@link #stop}. */
  public Duration patience() {
    return timeout.multipliedBy(2);
  }

  public ModuleLoader loader() {
    return loader;
  }
}
