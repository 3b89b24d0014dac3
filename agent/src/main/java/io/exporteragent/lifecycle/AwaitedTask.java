package io.exporteragent.lifecycle;

import io.exporteragent.config.ConfigurationException;
import io.exporteragent.guest.Signal;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Something asked of the agent's one thread, with an outcome that others can wait for. */
final class AwaitedTask implements Runnable {
  private final Action action;
  private final Signal ended = new Signal();
  private volatile @Nullable Throwable failure;

  /** What is asked for. */
  interface Action {
    void run() throws ConfigurationException;
  }

  AwaitedTask(Action action) {
    this.action = action;
  }

  @Override
  public void run() {
    try {
      action.run();
    } catch (Throwable t) {
      failure = t;
    } finally {
      ended.give();
    }
  }

  /** Waits until it is done, no longer than that; returns whether it is. */
  boolean isDone(long seconds) {
    try {
      return ended.await(seconds, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return ended.isGiven();
    }
  }

  /** Throws what the action has thrown, if it is done. */
  void requireSuccess() throws ConfigurationException {
    Throwable thrown = failure;
    if (thrown instanceof ConfigurationException) {
      throw (ConfigurationException) thrown;
    }
    if (thrown instanceof Error) {
      throw (Error) thrown;
    }
    if (thrown != null) {
      throw (RuntimeException) thrown;
    }
  }
}
