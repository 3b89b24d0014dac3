package io.exporteragent.demo;

import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;

/** Does the work on a widget, and nothing but the work: whoever calls it counts and times it. */
public class WidgetProcessor {
  private final long minNanos;
  private final long maxNanos;

  WidgetProcessor(long minMillis, long maxMillis) {
    minNanos = TimeUnit.MILLISECONDS.toNanos(minMillis);
    maxNanos = TimeUnit.MILLISECONDS.toNanos(maxMillis);
  }

  /**
   * Works for a time drawn evenly between the two limits. May be called by many threads at once.
   *
   * @throws InterruptedException if the calling thread was interrupted; the widget is then not done
   */
  public void process(Widget widget) throws InterruptedException {
    TimeUnit.NANOSECONDS.sleep(ThreadLocalRandom.current().nextLong(minNanos, maxNanos + 1));
  }
}
