package io.exporteragent.source.jvm;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Measures how long something took that stops all threads of the application, and for how long of
 * that they were stopped. For one thread at a time.
 */
final class StopClock {
  /** HotSpot counts a stop just after the application runs on. */
  private static final int MOST_WAITS = 100;

  private static final double NANOS = 1e9;

  private final @Nullable Safepoints safepoints;
  private final long startNanos = System.nanoTime();
  private final double stoppedBefore;
  private double tookSeconds;
  private double stoppedSeconds = -1;

  private StopClock(@Nullable Safepoints safepoints) {
    this.safepoints = safepoints;
    this.stoppedBefore = safepoints == null ? 0 : safepoints.stoppedSeconds();
  }

  /**
   * Begins to measure.
   *
   * @param safepoints null if this JVM does not count them
   */
  static StopClock start(@Nullable Safepoints safepoints) {
    return new StopClock(safepoints);
  }

  /** Ends the measurement, a moment after what was measured has stopped the application. */
  StopClock stop() {
    tookSeconds = (System.nanoTime() - startNanos) / NANOS;
    Safepoints counted = safepoints;
    if (counted != null) {
      for (int i = 0; i < MOST_WAITS && counted.stoppedSeconds() == stoppedBefore; i++) {
        try {
          Thread.sleep(1);
        } catch (InterruptedException e) {
          Thread.currentThread().interrupt();
          break;
        }
      }
      stoppedSeconds = counted.stoppedSeconds() - stoppedBefore;
    }
    return this;
  }

  double tookSeconds() {
    return tookSeconds;
  }

  /** Returns null if this JVM does not tell. */
  @Nullable Double stoppedSeconds() {
    return stoppedSeconds < 0 ? null : stoppedSeconds;
  }

  @Override
  public String toString() {
    String took = String.format(Locale.ROOT, "%.6f s", tookSeconds);
    return stoppedSeconds < 0
        ? took + ", for all of which the JVM may have stood still: it does not tell"
        : String.format(
            Locale.ROOT, "%s, of which the JVM stood still for %.6f s", took, stoppedSeconds);
  }
}
