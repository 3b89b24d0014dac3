package io.exporteragent.source.signal;

import io.exporteragent.source.signal.boot.ExporterAgentMappings1;
import io.exporteragent.source.signal.boot.ExporterAgentRequests1;
import io.exporteragent.source.signal.boot.ExporterAgentSeries1;
import io.exporteragent.source.signal.boot.ExporterAgentSignals1;
import io.exporteragent.weave.BootClasses;
import io.exporteragent.weave.JavaBase;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicLongArray;
import org.jspecify.annotations.Nullable;

/**
 * The tables that woven code fills, in classes in the boot loader. Tables are added and removed by
 * the weaving thread; any thread may read them.
 */
final class SignalTables {
  /** More than two threads seldom finish a request of one kind at the same moment. */
  private static final int MAX_STRIPES = 4;

  private final List<Table> all = new CopyOnWriteArrayList<>();
  private @Nullable Method add;
  private volatile @Nullable Method content;
  private @Nullable Method remove;
  private volatile @Nullable Method active;
  private @Nullable Method forget;

  /**
   * Defines the classes unless that or an earlier agent has done so.
   *
   * @throws ReflectiveOperationException if this JVM does not allow it
   */
  void open(JavaBase javaBase) throws ReflectiveOperationException {
    if (add == null) {
      Class<?> series = BootClasses.define(javaBase, ExporterAgentSeries1.class);
      Class<?> requests = BootClasses.define(javaBase, ExporterAgentRequests1.class);
      BootClasses.define(javaBase, ExporterAgentMappings1.class);
      BootClasses.define(javaBase, ExporterAgentSignals1.class);
      open(series, requests);
    }
  }

  /** Uses classes that have been defined, wherever they are. */
  void open(Class<?> series, Class<?> requests) throws ReflectiveOperationException {
    remove = series.getMethod("remove", int.class);
    content = series.getMethod("table", int.class);
    active = requests.getMethod("active");
    forget = requests.getMethod("forget");
    add = series.getMethod("add", int.class, long[].class, int.class);
  }

  /** Returns the id of the table of a signal, which is added if there is none yet. */
  int of(SignalFamily family, String system) {
    for (Table each : all) {
      if (each.family.equals(family) && each.system.equals(system)) {
        return each.id;
      }
    }
    int processors = Runtime.getRuntime().availableProcessors();
    int stripes = Math.min(MAX_STRIPES, Integer.highestOneBit(2 * processors - 1));
    int id = (Integer) call(add, stripes, family.boundsNanos(), family.maxTexts());
    all.add(new Table(family, system, id));
    return id;
  }

  /** Returns the tables there are. */
  List<Table> all() {
    return Collections.unmodifiableList(all);
  }

  /** Returns how many requests have begun and not ended; -1 if that is not measured. */
  int active() {
    boolean isMeasured =
        all.stream().anyMatch(each -> each.family.equals(SignalFamily.HTTP_SERVER));
    return isMeasured ? (Integer) call(active) : -1;
  }

  /** Withdraws all tables from woven code. */
  void clear() {
    boolean isOpen = forget != null;
    all.forEach(each -> call(remove, each.id));
    all.clear();
    if (isOpen) {
      call(forget);
    }
  }

  private static Object call(@Nullable Method method, Object... arguments) {
    try {
      if (method == null) {
        throw new IllegalStateException("the class of signals has not been defined");
      }
      return method.invoke(null, arguments);
    } catch (IllegalAccessException | InvocationTargetException e) {
      throw new IllegalStateException("cannot call " + method, e);
    }
  }

  /** A table: a family, or the part of it that is of one system. */
  final class Table {
    final SignalFamily family;
    final String system;
    private final int id;

    private Table(SignalFamily family, String system, int id) {
      this.family = family;
      this.system = system;
      this.id = id;
    }

    /** Returns how many events had no room for a row. */
    long lost() {
      Object[] now = (Object[]) call(content, id);
      return now == null ? 0 : ((AtomicLong) now[ExporterAgentSeries1.LOST]).get();
    }

    /** Returns whether first texts were too many or too long. */
    boolean isLimited() {
      Object[] now = (Object[]) call(content, id);
      return now != null
          && Arrays.asList((String[]) now[ExporterAgentSeries1.FIRST])
              .contains(ExporterAgentSeries1.OTHER);
    }

    /** Returns its rows; none if it has been withdrawn. */
    List<Row> rows() {
      Object[] now = (Object[]) call(content, id);
      List<Row> rows = new ArrayList<>();
      if (now != null) {
        AtomicLongArray[] cells = (AtomicLongArray[]) now[ExporterAgentSeries1.CELLS];
        for (int i = 0; i < cells.length; i++) {
          if (cells[i] != null) {
            rows.add(
                new Row(
                    ((String[]) now[ExporterAgentSeries1.FIRST])[i],
                    ((String[]) now[ExporterAgentSeries1.SECOND])[i],
                    ((String[]) now[ExporterAgentSeries1.THIRD])[i],
                    ((int[]) now[ExporterAgentSeries1.NUMBER])[i],
                    cells[i]));
          }
        }
      }
      return rows;
    }
  }

  /** A series: what distinguishes it, and what was counted. */
  static final class Row {
    final String first;
    final String second;
    final String third;
    final int number;
    private final AtomicLongArray cells;

    Row(String first, String second, String third, int number, AtomicLongArray cells) {
      this.first = first;
      this.second = second;
      this.third = third;
      this.number = number;
      this.cells = cells;
    }

    /** Returns how many events there were. */
    long count() {
      return sum(ExporterAgentSeries1.BUCKETS);
    }

    /** Returns the events in each of so many buckets. */
    long[] buckets(int number) {
      long[] buckets = new long[number];
      for (int i = 0; i < buckets.length; i++) {
        buckets[i] = sum(ExporterAgentSeries1.BUCKETS + i);
      }
      return buckets;
    }

    /** Returns the total duration in seconds. */
    double seconds() {
      return sum(ExporterAgentSeries1.NANOS) / 1e9;
    }

    private long sum(int cell) {
      long sum = 0;
      for (int i = cell; i < cells.length(); i += ExporterAgentSeries1.STRIDE) {
        sum += cells.get(i);
      }
      return sum;
    }
  }
}
