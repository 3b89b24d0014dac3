package io.exporteragent.source.signal;

import static io.exporteragent.source.signal.boot.ExporterAgentPools1.BUCKETS;
import static io.exporteragent.source.signal.boot.ExporterAgentPools1.CELLS;
import static io.exporteragent.source.signal.boot.ExporterAgentPools1.MAX_POOLS;
import static io.exporteragent.source.signal.boot.ExporterAgentPools1.NANOS;
import static io.exporteragent.source.signal.boot.ExporterAgentPools1.POOL;
import static io.exporteragent.source.signal.boot.ExporterAgentPools1.STRIDE;
import static io.exporteragent.source.signal.boot.ExporterAgentPools1.TIMEOUTS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.sun.management.ThreadMXBean;
import io.exporteragent.source.signal.boot.ExporterAgentPools1;
import java.lang.management.ManagementFactory;
import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLongArray;
import org.junit.jupiter.api.Test;

/** What woven pools call, without being woven. */
class ExporterAgentPools1Test {
  private static final String TIMEOUT = IllegalStateException.class.getName();
  private static final long[] BOUNDS = {Long.MAX_VALUE - 1};

  private final int id = ExporterAgentPools1.add(2, BOUNDS);

  @Test
  void waits_areCountedByPool() {
    Object one = new Object();
    Object other = new Object();
    acquire(one, null);
    acquire(one, new IllegalStateException());
    acquire(one, new UnsupportedOperationException());
    acquire(other, null);

    assertThat(count(entry(one), BUCKETS)).isEqualTo(3);
    assertThat(count(entry(one), TIMEOUTS)).isEqualTo(1);
    assertThat(count(entry(one), NANOS)).isPositive();
    assertThat(count(entry(other), BUCKETS)).isEqualTo(1);
    assertThat(count(entry(other), TIMEOUTS)).isZero();
  }

  @Test
  void poolThatWaits_isSeenBefore() {
    Object pool = new Object();
    assertThat(ExporterAgentPools1.enter(id, pool)).isNotZero();
    assertThat(count(entry(pool), BUCKETS)).isZero();
  }

  @Test
  void poolThatIsOnlySeen_isThereOnce_andNothingIsCounted() {
    Object pool = new Object();
    ExporterAgentPools1.see(id, pool);
    ExporterAgentPools1.see(id, pool);
    assertThat(ExporterAgentPools1.entries(id).length).isEqualTo(2);
    assertThat(count(entry(pool), BUCKETS)).isZero();
  }

  @Test
  void poolThatIsGone_isNotHeld_andGivesItsPlaceToAnother() {
    acquire(new Object(), null);
    await()
        .until(
            () -> {
              System.gc();
              return ((WeakReference<?>) ExporterAgentPools1.entries(id)[1][POOL]).get() == null;
            });
    Object pool = new Object();
    acquire(pool, null);

    assertThat(ExporterAgentPools1.entries(id).length).isEqualTo(2);
    assertThat(count(entry(pool), BUCKETS)).isEqualTo(1);
  }

  @Test
  void furtherPools_areNotCounted() {
    List<Object> pools = new ArrayList<>();
    for (int i = 0; i <= MAX_POOLS; i++) {
      pools.add(new Object());
      acquire(pools.get(i), null);
    }

    assertThat(ExporterAgentPools1.entries(id).length).isEqualTo(MAX_POOLS + 1);
    assertThat(ExporterAgentPools1.enter(id, pools.get(MAX_POOLS))).isZero();
    assertThat(ExporterAgentPools1.enter(id, pools.get(MAX_POOLS - 1))).isNotZero();
  }

  @Test
  void removedTable_takesNothing() {
    ExporterAgentPools1.remove(id);
    acquire(new Object(), null);

    assertThat(ExporterAgentPools1.entries(id)).isNull();
  }

  @Test
  void poolThatIsKnown_costsNoGarbage() {
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    List<Object> pools = List.of(new Object(), new Object(), new Object());
    for (int i = 0; i < 10_000; i++) {
      pools.forEach(pool -> acquire(pool, null));
    }
    Object last = pools.get(2);
    long before = threads.getThreadAllocatedBytes(Thread.currentThread().getId());
    for (int i = 0; i < 10_000; i++) {
      acquire(last, null);
    }
    long allocated = threads.getThreadAllocatedBytes(Thread.currentThread().getId()) - before;

    // Reading the counter may cost some itself.
    assertThat(allocated).isLessThan(10_000);
  }

  private void acquire(Object pool, Throwable thrown) {
    long since = ExporterAgentPools1.enter(id, pool);
    ExporterAgentPools1.leave(id, pool, since, TIMEOUT, thrown);
  }

  private Object[] entry(Object pool) {
    Object[][] entries = ExporterAgentPools1.entries(id);
    for (int i = 1; i < entries.length; i++) {
      if (((WeakReference<?>) entries[i][POOL]).get() == pool) {
        return entries[i];
      }
    }
    throw new IllegalArgumentException("not there");
  }

  private static long count(Object[] entry, int cell) {
    AtomicLongArray cells = (AtomicLongArray) entry[CELLS];
    long sum = 0;
    for (int i = cell; i < cells.length(); i += STRIDE) {
      sum += cells.get(i);
    }
    return sum;
  }
}
