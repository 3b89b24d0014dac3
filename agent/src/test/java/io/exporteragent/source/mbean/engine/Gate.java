package io.exporteragent.source.mbean.engine;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

/** A getter that hangs until it is opened, and counts who is in it. */
final class Gate implements Supplier<Object> {
  private final CountDownLatch opened = new CountDownLatch(1);
  private final AtomicInteger visits = new AtomicInteger();
  private final AtomicInteger within = new AtomicInteger();

  @Override
  public Object get() {
    visits.incrementAndGet();
    within.incrementAndGet();
    try {
      opened.await();
      return 1;
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    } finally {
      within.decrementAndGet();
    }
  }

  void open() {
    opened.countDown();
  }

  /** Returns how often it was entered. */
  int visits() {
    return visits.get();
  }

  /** Returns how many threads hang in it. */
  int within() {
    return within.get();
  }
}
