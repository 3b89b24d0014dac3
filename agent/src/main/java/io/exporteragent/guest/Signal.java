package io.exporteragent.guest;

import java.util.concurrent.TimeUnit;

/**
 * Something that loops of ours wait for, some time at most. Not a latch or semaphore of the JDK:
 * such a wait allocates, and one that runs out of memory throws up to Java 20, and from 21 on
 * forgets its time limit (JDK-8066859). A monitor needs no memory of the heap. Any thread.
 */
public final class Signal {
  private boolean given;

  /** Gives it, once for all who wait now or later. */
  public synchronized void give() {
    given = true;
    notifyAll();
  }

  /** Takes it back: who waits from now on waits until it is given again. */
  public synchronized void takeBack() {
    given = false;
  }

  /** Whether it was given. */
  public synchronized boolean isGiven() {
    return given;
  }

  /**
   * Waits for it, no longer than that; returns whether it was given.
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
