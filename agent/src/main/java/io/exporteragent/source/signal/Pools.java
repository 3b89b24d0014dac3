package io.exporteragent.source.signal;

import io.exporteragent.gather.Scrape;
import io.exporteragent.gather.SourceRunner;
import io.exporteragent.guest.Messages;
import io.exporteragent.model.Family;
import io.exporteragent.source.signal.boot.ExporterAgentPools1;
import io.exporteragent.weave.BootClasses;
import io.exporteragent.weave.JavaBase;
import java.lang.ref.WeakReference;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The pools that woven code has seen: each is asked for its numbers when a page is made. Opened and
 * cleared by the weaving thread, collected by one thread at a time.
 */
final class Pools {
  /** More than two threads seldom get a connection at the same moment. */
  private static final int MAX_STRIPES = 4;

  /** The last is what HikariCP waits unless it is told otherwise. */
  private static final int[] BOUNDS_MILLIS = {1, 5, 10, 50, 100, 500, 1000, 5000, 10_000, 30_000};

  /** Reserved for the steps from the pools to the page. */
  private static final long RESERVE_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

  private final ExecutorService workers;
  private final Messages messages;
  private final List<Table> tables = new ArrayList<>();
  private @Nullable Method entries;
  private @Nullable Method remove;

  /**
   * @param workers run the code of pools, which may hang
   */
  Pools(ExecutorService workers, Messages messages) {
    this.workers = workers;
    this.messages = messages;
  }

  /** The pools of one library. */
  private static final class Table {
    final PoolPreset preset;
    final int id;
    final List<Pool> pools = new ArrayList<>();

    Table(PoolPreset preset, int id) {
      this.preset = preset;
      this.id = id;
    }

    /** Takes the pools there are now, which are those of these entries that are not collected. */
    void follow(Object[][] now) {
      List<Pool> known = new ArrayList<>(pools);
      pools.clear();
      for (int i = 1; i < now.length; i++) {
        Object[] entry = now[i];
        if (((WeakReference<?>) entry[ExporterAgentPools1.POOL]).get() != null) {
          pools.add(of(entry, known));
        }
      }
    }

    private Pool of(Object[] entry, List<Pool> known) {
      for (Pool each : known) {
        if (each.isOf(entry)) {
          return each;
        }
      }
      return new Pool(preset, freeNumber(known), entry);
    }

    /** Returns the smallest that no pool has, so that it tells them apart and does not rise. */
    private int freeNumber(List<Pool> known) {
      int number = 1;
      while (isTaken(number, known) || isTaken(number, pools)) {
        number++;
      }
      return number;
    }

    private static boolean isTaken(int number, List<Pool> by) {
      return by.stream().anyMatch(each -> each.number() == number);
    }
  }

  /**
   * Makes the rules by which pools are seen.
   *
   * @throws ReflectiveOperationException if this JVM does not allow it
   */
  synchronized List<SignalWeaving> open(JavaBase javaBase) throws ReflectiveOperationException {
    Class<?> boot = BootClasses.define(javaBase, ExporterAgentPools1.class);
    Method add = boot.getMethod("add", int.class, long[].class);
    entries = boot.getMethod("entries", int.class);
    remove = boot.getMethod("remove", int.class);
    int processors = Runtime.getRuntime().availableProcessors();
    int stripes = Math.min(MAX_STRIPES, Integer.highestOneBit(2 * processors - 1));
    long[] bounds =
        Arrays.stream(BOUNDS_MILLIS).mapToLong(TimeUnit.MILLISECONDS::toNanos).toArray();
    List<SignalWeaving> rules = new ArrayList<>();
    for (PoolPreset each : PoolPreset.ofJar()) {
      Table table = new Table(each, (Integer) call(add, stripes, bounds));
      tables.add(table);
      for (String type : each.classNames()) {
        rules.add(new PoolRule(each, type, table.id, messages, workers));
      }
    }
    return rules;
  }

  /**
   * Reads all pools, at once and within the time of the scrape.
   *
   * @param families receives those with what could be read
   * @return how many pools could not be read
   */
  int collect(Scrape scrape, List<Family> families) {
    long remaining = scrape.remainingNanos();
    Scrape within =
        Scrape.ofEverything(scrape.deadlineNanos() - Math.min(RESERVE_NANOS, remaining / 10));
    Map<Pool, SourceRunner.Run> runs = new LinkedHashMap<>();
    for (Pool each : there()) {
      runs.put(each, each.start(within, workers));
    }
    PoolFamilies made = new PoolFamilies();
    int failures = 0;
    for (Map.Entry<Pool, SourceRunner.Run> each : runs.entrySet()) {
      boolean isRead = each.getKey().addTo(made, each.getValue(), within, messages);
      failures += isRead ? 0 : 1;
    }
    families.addAll(made.make());
    return failures;
  }

  private synchronized List<Pool> there() {
    List<Pool> there = new ArrayList<>();
    for (Table each : tables) {
      Object[][] now = (Object[][]) call(entries, each.id);
      if (now != null) {
        each.follow(now);
        there.addAll(each.pools);
      }
    }
    return there;
  }

  /** Forgets all pools, and lets woven code see none. */
  synchronized void clear() {
    tables.forEach(each -> call(remove, each.id));
    tables.clear();
  }

  private static Object call(@Nullable Method method, Object... arguments) {
    try {
      if (method == null) {
        throw new IllegalStateException("the class of pools has not been defined");
      }
      return method.invoke(null, arguments);
    } catch (IllegalAccessException | InvocationTargetException e) {
      throw new IllegalStateException("cannot call " + method, e);
    }
  }
}
