package io.exporteragent.guest;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * A loop that keeps running whatever is thrown in it. Neither an OutOfMemoryError that the
 * application survives, nor a StackOverflowError, nor an interrupt may end a thread of the agent,
 * which nothing would restart.
 *
 * <pre>
 *   new AgentThreads("config", messages).surviving(this::loop).start();
 * </pre>
 *
 * <p>The body runs until it returns. When it throws, the loop pauses, reports that, at most once a
 * minute, and runs the body again; the body keeps in fields what must not be lost. The pause comes
 * first: then there may be memory for the report, and a body that fails at once does not keep a
 * processor busy.
 */
public final class SurvivingLoop implements Runnable {
  private static final long PAUSE_NANOS = TimeUnit.SECONDS.toNanos(1);
  private static final long REPORT_NANOS = TimeUnit.MINUTES.toNanos(1);

  private final Body body;
  private final Messages messages;

  /** The code that is run again until it returns. */
  public interface Body {
    /**
     * Runs until there is nothing left to do.
     *
     * @throws Throwable anything; it is then run again
     */
    void run() throws Throwable;
  }

  /**
   * Creates a loop for one thread.
   *
   * @param messages receives a line when the body has thrown
   */
  public SurvivingLoop(Body body, Messages messages) {
    this.body = body;
    this.messages = messages;
  }

  /** Returns when the body does, and never throws. */
  @Override
  public void run() {
    Throwable thrown = null;
    boolean isReported = false;
    long reportedNanos = 0;
    while (true) {
      try {
        if (thrown != null) {
          pause();
          if (!isReported || System.nanoTime() - reportedNanos >= REPORT_NANOS) {
            report(thrown);
            isReported = true;
            reportedNanos = System.nanoTime();
          }
          thrown = null;
        }
        body.run();
        return;
      } catch (Throwable t) {
        thrown = t;
      }
    }
  }

  /** Waits without allocating; neither an interrupt nor a leftover permit shortens it. */
  private static void pause() {
    long end = System.nanoTime() + PAUSE_NANOS;
    for (long left = PAUSE_NANOS; left > 0; left = end - System.nanoTime()) {
      Thread.interrupted();
      LockSupport.parkNanos(left);
    }
  }

  private void report(Throwable thrown) {
    String cause = String.valueOf(thrown).replaceAll("\\s+", " ");
    String line = "thread " + Thread.currentThread().getName() + " keeps running after " + cause;
    messages.say(line, thrown);
  }
}
