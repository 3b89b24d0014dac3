package io.exporteragent.benchmarks.program;

import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.core.metrics.Histogram;
import io.prometheus.metrics.model.snapshots.Unit;
import java.util.concurrent.atomic.LongAdder;

/** The call whose price is measured, and the ways to count and time it within the source. */
interface Callee {

  int call(int seed);

  /**
   * Made by its name.
   *
   * @param name {@code plain}, {@code floor} or {@code by-hand}
   */
  static Callee named(String name) {
    return switch (name) {
      case "plain" -> new Work();
      case "floor" -> new Floor();
      case "by-hand" -> new ClientJava();
      default -> throw new IllegalArgumentException(name);
    };
  }

  /** The least that counting and timing can cost: one striped increment, two looks at the clock. */
  final class Floor implements Callee {
    private final Work work = new Work();
    private final LongAdder calls = new LongAdder();

    @Override
    public int call(int seed) {
      long began = System.nanoTime();
      int result = work.call(seed);
      calls.increment();
      // The sign of the time taken is always 0, which the compiler cannot know.
      return result ^ (int) ((System.nanoTime() - began) >>> 63);
    }
  }

  /** A counter and a histogram of client_java, as its documentation shows. */
  final class ClientJava implements Callee {
    private final Work work = new Work();
    private final Counter calls =
        Counter.builder().name("calls_total").help("Calls so far.").register();
    private final Histogram seconds =
        Histogram.builder().name("call_seconds").help("Time a call took.").register();

    @Override
    public int call(int seed) {
      long began = System.nanoTime();
      try {
        return work.call(seed);
      } finally {
        calls.inc();
        seconds.observe(Unit.nanosToSeconds(System.nanoTime() - began));
      }
    }
  }
}
