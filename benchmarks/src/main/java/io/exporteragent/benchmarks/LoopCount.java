package io.exporteragent.benchmarks;

import java.io.IOException;

/**
 * How far the program {@code Loop} has come.
 *
 * @param nanos when, by {@link System#nanoTime}
 * @param calls of all its threads so far
 */
record LoopCount(long nanos, long calls) {

  static LoopCount of(Running loop) throws IOException {
    long[] count = loop.ask("count");
    return new LoopCount(count[0], count[1]);
  }

  /** Calls a nanosecond since then. */
  double rateSince(LoopCount earlier) {
    return (double) (calls - earlier.calls) / (nanos - earlier.nanos);
  }
}
