package io.exporteragent.source.mbean.pack;

import io.exporteragent.source.mbean.engine.Beans;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * Decides when a pack looks again which MBeans there are. That costs more the more there are,
 * however few of them belong to the pack: Cassandra, which has a hundred for each table, lets its
 * security manager check each name, and WildFly describes each resource of its management model.
 *
 * <p>The JDK's server is looked at when the number of its beans has changed. Any server is when 30
 * s have passed and when a bean turns out to have gone. For one thread at a time.
 */
final class PackLook {
  private static final long AGE_NANOS = TimeUnit.SECONDS.toNanos(30);

  private final LongSupplier nanoClock;
  private boolean isWanted = true;
  private boolean isNow;
  private boolean isOfJdk;
  private int count;
  private long sinceNanos;

  /** Has not looked yet. */
  PackLook(LongSupplier nanoClock) {
    this.nanoClock = nanoClock;
  }

  /** Returns whether to look in this scrape. */
  boolean isDue(Beans beans) {
    int countNow = beans.count();
    isOfJdk = beans.areOfJdk();
    isNow = isWanted || countNow != count || nanoClock.getAsLong() - sinceNanos >= AGE_NANOS;
    if (isNow) {
      isWanted = true;
      count = countNow;
    }
    return isNow;
  }

  /** Notes that all beans have been found. */
  void done() {
    isWanted = false;
    sinceNanos = nanoClock.getAsLong();
  }

  /** Asks for a look in the next scrape. */
  void again() {
    isWanted = true;
  }

  /**
   * Returns whether a bean that was found before may have got other attributes. Of a server that is
   * not the JDK's these are looked at as seldom as beans, since it may have to make up what it says
   * of them.
   */
  boolean concernsAttributes() {
    return isOfJdk || isNow;
  }
}
