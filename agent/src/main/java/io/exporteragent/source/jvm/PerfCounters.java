package io.exporteragent.source.jvm;

import io.exporteragent.guest.InnerPackages;
import java.lang.instrument.Instrumentation;
import java.lang.reflect.Method;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The counters that HotSpot keeps for {@code jstat}, read from the memory in which it keeps them:
 * 20 ns for a value, no safepoint and no file. Where the JVM keeps none ({@code -XX:-UsePerfData})
 * or is another than HotSpot, there are none.
 *
 * <p>The layout is that of version 2.0 of jvmstat, the same in Java 8 to 27: a header, then entries
 * whose place never changes while others may be added behind them. For one thread at a time.
 */
final class PerfCounters {
  private static final int MAGIC = 0xCAFEC0C0;
  private static final int BYTE_ORDER_AT = 4;
  private static final int CHANGED_AT = 16;
  private static final int FIRST_ENTRY_AT = 24;
  private static final int ENTRIES_AT = 28;

  /** Within an entry. */
  private static final int NAME_AT = 4;

  private static final int VECTOR_LENGTH_AT = 8;
  private static final int TYPE_AT = 12;
  private static final int DATA_AT = 16;

  private final ByteBuffer memory;
  private final Map<String, Integer> places = new HashMap<>();
  private final Map<String, Integer> textPlaces = new HashMap<>();
  private final double ticksASecond;
  private long changed;

  private PerfCounters(ByteBuffer memory) {
    this.memory = memory;
    this.memory.order(
        memory.get(BYTE_ORDER_AT) == 0 ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN);
    find();
    this.ticksASecond = value("sun.os.hrt.frequency", 1_000_000_000);
  }

  /**
   * Finds those of this JVM.
   *
   * @param instrumentation exports the package that has them; null where there is no application,
   *     for which the jar's manifest does so
   * @return null if there are none, or they cannot be had
   */
  static @Nullable PerfCounters ofThisJvm(@Nullable Instrumentation instrumentation) {
    // OpenJ9 ends the JVM when it is asked (openj9 #16719).
    if (System.getProperty("java.vm.name", "").contains("OpenJ9")) {
      return null;
    }
    try {
      ByteBuffer memory = memory(instrumentation);
      boolean isKnown = memory.capacity() > ENTRIES_AT && memory.getInt(0) == MAGIC;
      return isKnown ? new PerfCounters(memory) : null;
    } catch (ReflectiveOperationException | RuntimeException | LinkageError e) {
      // This JVM does not show them, so what is made of them is left out.
      return null;
    }
  }

  private static ByteBuffer memory(@Nullable Instrumentation instrumentation)
      throws ReflectiveOperationException {
    if (instrumentation != null) {
      InnerPackages.export(instrumentation, "jdk.internal.perf");
    }
    Class<?> type =
        Class.forName(InnerPackages.hasModules() ? "jdk.internal.perf.Perf" : "sun.misc.Perf");
    Object perf = type.getMethod("getPerf").invoke(null);
    Object memory;
    try {
      memory = type.getMethod("attach", int.class).invoke(perf, 0);
    } catch (NoSuchMethodException e) {
      // Before Java 19.
      Method attach = type.getMethod("attach", int.class, String.class);
      memory = attach.invoke(perf, 0, "r");
    }
    return (ByteBuffer) memory;
  }

  /** Returns the value of a counter; {@code otherwise} if there is none of that name. */
  double value(String name, double otherwise) {
    Integer place = places.get(name);
    if (place == null && memory.getLong(CHANGED_AT) != changed) {
      find();
      place = places.get(name);
    }
    return place == null ? otherwise : (double) memory.getLong(place);
  }

  /** Converts times, which are counted in ticks. */
  double seconds(double ticks) {
    return ticks / ticksASecond;
  }

  /** Returns whether there is a counter of that name. */
  boolean has(String name) {
    return places.containsKey(name);
  }

  /** Returns a text; null if there is none of that name. */
  @Nullable String text(String name) {
    Integer place = textPlaces.get(name);
    return place == null ? null : textAt(place);
  }

  private void find() {
    changed = memory.getLong(CHANGED_AT);
    int entry = memory.getInt(FIRST_ENTRY_AT);
    for (int i = memory.getInt(ENTRIES_AT); i > 0; i--) {
      boolean isNumber =
          memory.get(entry + TYPE_AT) == 'J' && memory.getInt(entry + VECTOR_LENGTH_AT) == 0;
      boolean isText = memory.get(entry + TYPE_AT) == 'B';
      if (isNumber || isText) {
        (isNumber ? places : textPlaces)
            .put(
                textAt(entry + memory.getInt(entry + NAME_AT)),
                entry + memory.getInt(entry + DATA_AT));
      }
      entry += memory.getInt(entry);
    }
  }

  private String textAt(int place) {
    StringBuilder text = new StringBuilder();
    for (int i = place; memory.get(i) != 0; i++) {
      text.append((char) memory.get(i));
    }
    return text.toString();
  }
}
