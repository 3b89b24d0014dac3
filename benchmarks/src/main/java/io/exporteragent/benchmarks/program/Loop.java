package io.exporteragent.benchmarks.program;

import java.io.IOException;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Calls a method for ever on some threads.
 *
 * <p>Commands: {@code count} replies {@link System#nanoTime} and the calls so far; {@code latency}
 * replies how many nanoseconds all but a hundredth of the batches took since it was last asked.
 */
public final class Loop {
  private static final int BATCH = 200;

  private Loop() {}

  /** Takes the name of a {@link Callee} and the number of threads. */
  public static void main(String[] args) throws IOException {
    long began = System.nanoTime();
    Callee callee = Callee.named(args[0]);
    Caller[] callers = new Caller[Integer.parseInt(args[1])];
    for (int i = 0; i < callers.length; i++) {
      callers[i] = new Caller(callee, i + 1);
      callers[i].start();
    }
    Console.say(began);
    Console.obey(
        command ->
            switch (command) {
              case "count" -> new long[] {System.nanoTime(), calls(callers)};
              case "latency" -> new long[] {latency(callers)};
              default -> throw new IllegalArgumentException(command);
            });
  }

  private static long calls(Caller[] callers) {
    long calls = 0;
    for (Caller caller : callers) {
      calls += caller.batches.getAcquire() * BATCH;
    }
    return calls;
  }

  private static long latency(Caller[] callers) {
    LatencyHistogram all = new LatencyHistogram();
    for (Caller caller : callers) {
      caller.latencies.moveTo(all);
    }
    return all.percentile(99);
  }

  private static final class Caller extends Thread {
    final AtomicLong batches = new AtomicLong();
    final LatencyHistogram latencies = new LatencyHistogram();
    private final Callee callee;
    private int seed;

    Caller(Callee callee, int seed) {
      super("caller-" + seed);
      setDaemon(true);
      this.callee = callee;
      this.seed = seed;
    }

    @Override
    public void run() {
      long began = System.nanoTime();
      for (long done = 1; ; done++) {
        for (int i = 0; i < BATCH; i++) {
          seed = callee.call(seed);
        }
        batches.setRelease(done);
        long ended = System.nanoTime();
        latencies.add(ended - began);
        began = ended;
      }
    }
  }
}
