package io.exporteragent.source.signal;

import io.exporteragent.guest.Signal;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * A look into the class files of an application. Its class loader is code of the application, which
 * may hang and is then left to the thread that asks.
 */
final class Look implements Runnable {
  private static final int PATIENCE_SECONDS = 5;

  private final Supplier<Site> look;
  private final Signal done = new Signal();
  private volatile Site found =
      Site.none("its class files could not be read within " + PATIENCE_SECONDS + " s");

  /**
   * @param look finds what there is
   */
  Look(Supplier<Site> look) {
    this.look = look;
  }

  /** Returns what is found, or that it could not be. */
  Site by(Executor workers) {
    try {
      workers.execute(this);
      done.await(PATIENCE_SECONDS, TimeUnit.SECONDS);
      return found;
    } catch (RejectedExecutionException e) {
      // The agent is about to end.
      return Site.none("");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Site.none("");
    }
  }

  @Override
  public void run() {
    try {
      found = look.get();
    } catch (RuntimeException | LinkageError e) {
      found = Site.none("its class files cannot be read: " + e);
    } finally {
      done.give();
    }
  }
}
