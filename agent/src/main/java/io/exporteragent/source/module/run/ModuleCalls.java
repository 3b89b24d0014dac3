package io.exporteragent.source.module.run;

import io.exporteragent.config.PrometheusDuration;
import io.exporteragent.guest.Agenda;
import io.exporteragent.source.module.compile.ModuleException;
import io.exporteragent.source.module.isolate.ModuleLoader;
import io.exporteragent.source.module.isolate.SharedClientJava;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The calls of one version's code, one at a time on its own thread. Other threads may ask for the
 * state of the current call.
 */
final class ModuleCalls {
  private final String className;
  private final ModuleLoader loader;
  private final Duration timeout;
  private final Agenda agenda;
  private volatile @Nullable TimedCall current;

  /**
   * Calls nothing yet.
   *
   * @param className of the module, for the line where it failed
   * @param loader set as the thread's context for each call, which the module may have changed
   * @param agenda interrupts calls that take too long
   */
  ModuleCalls(String className, ModuleLoader loader, Duration timeout, Agenda agenda) {
    this.className = className;
    this.loader = loader;
    this.timeout = timeout;
    this.agenda = agenda;
  }

  /**
   * Runs the module's code; may block indefinitely.
   *
   * @param what the name of the call in messages
   * @param onLate called by another thread once the call was interrupted for taking too long; it
   *     then fails when it returns
   * @throws ModuleException if the code threw, took too long, or used the shared registry
   */
  <T> T call(String what, Consumer<ModuleException> onLate, Callable<T> code)
      throws ModuleException {
    Thread.currentThread().setContextClassLoader(loader);
    TimedCall call = new TimedCall(what, timeout);
    current = call;
    Agenda.Task alarm =
        agenda.after(
            timeout.toNanos(),
            () -> {
              if (call.interrupt()) {
                onLate.accept(call.tookTooLong());
              }
            });
    try {
      T result = code.call();
      SharedClientJava.sweepDefaultRegistry();
      if (!call.end()) {
        return result;
      }
    } catch (Throwable t) {
      SharedClientJava.clearDefaultRegistry();
      if (!call.end()) {
        throw ModuleException.of(t, className);
      }
    } finally {
      alarm.cancel();
      current = null;
    }
    throw call.tookTooLong();
  }

  /** Interrupts the current call, if there is one. */
  void interrupt() {
    TimedCall call = current;
    if (call != null) {
      call.interrupt();
    }
  }

  /** Returns whether the current call continues although it was interrupted. */
  boolean isStuck(long nowNanos) {
    TimedCall call = current;
    return call != null && call.isStuck(nowNanos);
  }

  /**
   * Returns when the module was last idle: the start of a call that may still end in time, else
   * now.
   */
  long idleUntilNanos(long nowNanos) {
    TimedCall call = current;
    return call == null || call.isLate() ? nowNanos : call.startNanos();
  }

  /**
   * One call, on the thread that made this. Makes sure that the interrupt for taking too long meets
   * this call and nothing after it.
   */
  private static final class TimedCall {
    /** Time for code that heeds the interrupt to end. */
    private static final long GRACE_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final Thread thread = Thread.currentThread();
    private final String what;
    private final Duration timeout;
    private final long startNanos = System.nanoTime();
    private boolean ended;
    private boolean late;

    TimedCall(String what, Duration timeout) {
      this.what = what;
      this.timeout = timeout;
    }

    /** Interrupts it unless it has ended; returns whether it did. */
    synchronized boolean interrupt() {
      if (!ended) {
        late = true;
        thread.interrupt();
      }
      return !ended;
    }

    /**
     * Ends it, so that it is no longer interrupted. To be called by the thread itself.
     *
     * @return whether it was interrupted before
     */
    synchronized boolean end() {
      ended = true;
      // Whoever interrupted it: what comes next must not be disturbed.
      Thread.interrupted();
      return late;
    }

    /** Returns whether it was interrupted. */
    synchronized boolean isLate() {
      return late;
    }

    /** Returns whether it continues although it was interrupted. */
    boolean isStuck(long nowNanos) {
      return isLate() && nowNanos - startNanos > timeout.toNanos() + GRACE_NANOS;
    }

    long startNanos() {
      return startNanos;
    }

    ModuleException tookTooLong() {
      return new ModuleException(
          String.format(
              "%s took longer than the timeout of %s and was interrupted",
              what, PrometheusDuration.format(timeout)));
    }
  }
}
