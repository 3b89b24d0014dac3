package io.exporteragent.source.method;

import io.exporteragent.source.method.boot.ExporterAgentMethods1;
import io.exporteragent.weave.BootClasses;
import io.exporteragent.weave.JavaBase;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicLongArray;
import org.jspecify.annotations.Nullable;

/**
 * {@link ExporterAgentMethods1} in the boot loader, where its name is {@code
 * java.lang.ExporterAgentMethods1}. Thread-safe.
 */
final class BootClass {
  private final Method reserve;
  private final Method use;
  private final Method owed;
  private @Nullable AtomicLongArray[] cells = new AtomicLongArray[16];
  private @Nullable Map<String, AtomicLong>[] failures = maps(16);
  private boolean isCleared;

  private BootClass(Class<?> defined) throws ReflectiveOperationException {
    this.reserve = defined.getMethod("reserve");
    this.owed = defined.getMethod("owed", int.class);
    this.use = defined.getMethod("use", AtomicLongArray[].class, Map[].class);
  }

  /**
   * Defines the class unless an earlier agent has done so.
   *
   * @throws ReflectiveOperationException if this JVM does not allow it
   */
  static BootClass in(JavaBase javaBase) throws ReflectiveOperationException {
    return new BootClass(BootClasses.define(javaBase, ExporterAgentMethods1.class));
  }

  /** Assigns an id to a series and makes its state available to woven code. */
  synchronized int add(
      @Nullable AtomicLongArray itsCells, @Nullable Map<String, AtomicLong> itsFailures) {
    int id = (Integer) call(reserve);
    if (isCleared) {
      return id;
    }
    if (id >= cells.length) {
      int length = Math.max(id + 1, 2 * cells.length);
      cells = Arrays.copyOf(cells, length);
      failures = Arrays.copyOf(failures, length);
    }
    cells[id] = itsCells;
    failures[id] = itsFailures;
    call(use, cells, failures);
    return id;
  }

  /** Returns the number of calls in flight of a series whose end was not counted. */
  long owed(int id) {
    return (Long) call(owed, id);
  }

  /** Withdraws the state of a series from code that may still be woven for it. */
  synchronized void remove(int id) {
    if (!isCleared) {
      cells[id] = null;
      failures[id] = null;
    }
  }

  /** Withdraws all state from woven code and from later agents, permanently. */
  synchronized void clear() {
    isCleared = true;
    call(use, null, null);
  }

  @SuppressWarnings({"rawtypes", "unchecked"}) // there are no arrays of generic types
  private static @Nullable Map<String, AtomicLong>[] maps(int length) {
    return new Map[length];
  }

  private static Object call(Method method, @Nullable Object... arguments) {
    try {
      return method.invoke(null, arguments);
    } catch (IllegalAccessException | InvocationTargetException e) {
      throw new IllegalStateException("cannot call " + method, e);
    }
  }
}
