package io.exporteragent.guest;

import java.util.concurrent.TimeUnit;

/**
 * A flag that threads wait for with a time limit. Not a latch or semaphore of the JDK: their waits
 * allocate, and one that runs out of memory throws up to Java 20, and from 21 on ignores its time
 * limit (JDK-8066859). A monitor needs no heap. Any thread.
 */
public final class Signal {
  private boolean given;

  /** Sets it, for all threads that wait now or later. */
  public synchronized void give() {
    given = true;
    notifyAll();
  }

  /** Clears it: threads that wait from now on wait until it is set again. */
  public synchronized void takeBack() {
    given = false;
  }

  /** Returns whether it is set. */
  public synchronized boolean isGiven() {
    return given;
  }

  /**
   * Waits until it is set, for this time at most; returns whether it is.
   *
   * @throws InterruptedException if the thread is interrupted meanwhile
   */
  public synchronized boolean await(long time, TimeUnit unit) throws InterruptedException {
    long end = System.nanoTime() + unit.toNanos(time);
    long left;
    while (!given && (left = end - System.nanoTime()) > 0) {
      TimeUnit.NANOSECONDS.timedWait(this, left);
    }
    return given;
  }
}
