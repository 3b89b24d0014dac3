package io.exporteragent.benchmarks.program;

import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** The same calls as in {@link Loop}, timed by JMH. */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class CallCost {

  /** What all threads call. */
  @State(Scope.Benchmark)
  public static class Called {
    /** The name of a {@link Callee}. */
    @Param("plain")
    public String callee = "";

    private Callee made = Callee.named("plain");

    /** Called by JMH. */
    @Setup
    public void make() {
      made = Callee.named(callee);
    }
  }

  /** What each thread calls it with. */
  @State(Scope.Thread)
  public static class Seed {
    private int seed = 1;
  }

  /** One call. */
  @Benchmark
  public int call(Called called, Seed seed) {
    seed.seed = called.made.call(seed.seed);
    return seed.seed;
  }
}
