package io.exporteragent.source.method;

import io.exporteragent.guest.AgentThreads;
import io.exporteragent.guest.Signal;
import java.util.Collection;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/** Records the totals of all series with an average every second, until it is closed. */
final class AverageSampler implements AutoCloseable {
  private static final long PERIOD_NANOS = TimeUnit.SECONDS.toNanos(1);

  private final Supplier<Collection<MeasuredRule>> rules;
  private final LongSupplier nanoClock;
  private final Signal closed = new Signal();

  private AverageSampler(Supplier<Collection<MeasuredRule>> rules, LongSupplier nanoClock) {
    this.rules = rules;
    this.nanoClock = nanoClock;
  }

  /**
   * Starts sampling on a thread of its own.
   *
   * @param rules called every second
   */
  static AverageSampler start(
      Supplier<Collection<MeasuredRule>> rules, LongSupplier nanoClock, AgentThreads threads) {
    AverageSampler sampler = new AverageSampler(rules, nanoClock);
    threads.surviving(sampler::run).start();
    return sampler;
  }

  private void run() throws InterruptedException {
    long due = nanoClock.getAsLong() + PERIOD_NANOS;
    while (!closed.await(due - nanoClock.getAsLong(), TimeUnit.NANOSECONDS)) {
      long now = nanoClock.getAsLong();
      for (MeasuredRule rule : rules.get()) {
        rule.series().forEach(each -> each.note(now));
      }
      // Missed samples are not made up for: each carries the time it was taken.
      due = Math.max(due + PERIOD_NANOS, now);
    }
  }

  @Override
  public void close() {
    closed.give();
  }
}
