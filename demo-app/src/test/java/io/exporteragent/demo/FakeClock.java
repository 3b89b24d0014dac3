package io.exporteragent.demo;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

/** A {@link System#nanoTime} that only the test moves. */
final class FakeClock implements LongSupplier {
  private final AtomicLong nanos;

  FakeClock(long nanos) {
    this.nanos = new AtomicLong(nanos);
  }

  void advance(Duration time) {
    nanos.addAndGet(time.toNanos());
  }

  @Override
  public long getAsLong() {
    return nanos.get();
  }
}
