package io.exporteragent.source.module;

import io.exporteragent.guest.Agenda;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The calls of one version's code, one at a time on its own thread. Others may ask how the present
 * one is getting on.
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
   * @param className of the module, for the place of an exception
   * @param loader becomes the thread's context, whatever the module has made of that
   * @param agenda interrupts what takes too long
   */
  ModuleCalls(String className, ModuleLoader loader, Duration timeout, Agenda agenda) {
    this.className = className;
    this.loader = loader;
    this.timeout = timeout;
    this.agenda = agenda;
  }

  /**
   * Runs the module's code, for as long as that pleases.
   *
   * @param what the call is called in messages
   * @param onLate is told, by another thread, when it was interrupted for taking too long; when the
   *     call returns after that, it has failed
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
      SharedRegistry.sweep();
      if (!call.end()) {
        return result;
      }
    } catch (Throwable t) {
      SharedRegistry.clear();
      if (!call.end()) {
        throw ModuleFailure.of(t, className);
      }
    } finally {
      alarm.cancel();
      current = null;
    }
    throw call.tookTooLong();
  }

  /** Interrupts the present call, if there is one. */
  void interrupt() {
    TimedCall call = current;
    if (call != null) {
      call.interrupt();
    }
  }

  /** Whether the present call was interrupted and goes on nevertheless. */
  boolean isStuck(long nowNanos) {
    TimedCall call = current;
    return call != null && call.isStuck(nowNanos);
  }

  /** When the module was last idle: while a call may yet end in time, when that began. */
  long idleUntilNanos(long nowNanos) {
    TimedCall call = current;
    return call == null || call.isLate() ? nowNanos : call.startNanos();
  }
}
