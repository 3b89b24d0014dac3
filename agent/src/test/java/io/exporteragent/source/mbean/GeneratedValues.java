package io.exporteragent.source.mbean;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.IntFunction;
import javax.management.openmbean.CompositeData;
import javax.management.openmbean.TabularData;
import org.jspecify.annotations.Nullable;

/** Random values of attributes: every kind that jmx_exporter treats in a way of its own. */
final class GeneratedValues {
  private static final List<String> TEXTS =
      List.of("RUNNING", "STOPPED", "12", "1.5", "", "a:b", "a: 1", "x\ny", "true", "é☃", "$1\\");
  private static final List<String> MEMBERS =
      List.of("used", "max", "inner", "key", "value", "fooBar", "x_total", "type", "99th");
  private static final List<String> COLUMNS =
      List.of("key", "value", "VALUE", "name", "type", "used", "fooBar", "count");

  /** Other values of a class. */
  private static final Map<Class<?>, IntFunction<Object>> OTHERS =
      Map.ofEntries(
          entry(Integer.class, i -> i),
          entry(Long.class, i -> (long) i),
          entry(Short.class, i -> (short) i),
          entry(Byte.class, i -> (byte) i),
          entry(Double.class, i -> i / 8.0),
          entry(Float.class, i -> i / 10f),
          entry(BigDecimal.class, i -> new BigDecimal(i).movePointLeft(1)),
          entry(BigInteger.class, BigInteger::valueOf),
          entry(AtomicLong.class, AtomicLong::new),
          entry(AtomicInteger.class, AtomicInteger::new),
          entry(Ratio.class, Ratio::new),
          entry(Boolean.class, i -> i % 2 == 0),
          entry(String.class, i -> TEXTS.get(i % TEXTS.size())),
          entry(Date.class, i -> Date.from(Instant.ofEpochSecond(i))));

  private final Random random;

  private static Map.Entry<Class<?>, IntFunction<Object>> entry(
      Class<?> type, IntFunction<Object> others) {
    return Map.entry(type, others);
  }

  enum Level {
    LOW,
    HIGH {
      @Override
      public String toString() {
        return "high";
      }
    }
  }

  /** A Number whose text is none. */
  static final class Ratio extends Number {
    private static final long serialVersionUID = 1;
    private final int of;

    Ratio(int of) {
      this.of = of;
    }

    @Override
    public int intValue() {
      return of;
    }

    @Override
    public long longValue() {
      return of;
    }

    @Override
    public float floatValue() {
      return of;
    }

    @Override
    public double doubleValue() {
      return of;
    }

    @Override
    public String toString() {
      return "ratio: " + of + "-x";
    }
  }

  GeneratedValues(Random random) {
    this.random = random;
  }

  <T> T oneOf(List<T> list) {
    return list.get(random.nextInt(list.size()));
  }

  boolean chance(double probability) {
    return random.nextDouble() < probability;
  }

  /** Returns a value of any kind. */
  @Nullable Object any() {
    return any(2);
  }

  private @Nullable Object any(int depth) {
    int kind = random.nextInt(100);
    if (kind < 50) {
      return number();
    }
    if (kind < 56) {
      return random.nextBoolean();
    }
    if (kind < 68) {
      return oneOf(TEXTS);
    }
    if (kind < 84 && depth > 0) {
      return random.nextBoolean() ? composite(depth) : table(depth);
    }
    return switch (random.nextInt(12)) {
      case 0 -> null;
      case 1 -> new int[] {1};
      case 2 -> 'x';
      case 3 -> List.of(1);
      case 4 -> Registered.name("a:b=c");
      case 5 -> Level.LOW;
      case 6 -> Level.HIGH;
      case 7 -> Optional.ofNullable(any(0));
      case 8 -> Date.from(Instant.ofEpochMilli(random.nextInt(2) * 1_700_000_000_123L));
      case 9 -> new String[] {"a"};
      case 10 -> Map.of("a", 1);
      default -> new Ratio(random.nextInt(3));
    };
  }

  private Number number() {
    int small = random.nextInt(20) == 0 ? -random.nextInt(20) : random.nextInt(20);
    return switch (random.nextInt(16)) {
      case 0 -> (long) small;
      case 1 -> 9_007_199_254_740_993L;
      case 2 -> small / 4.0;
      case 3 -> small / 10f;
      case 4 -> small * 1e-5;
      case 5 -> small * 1e20;
      case 6 -> oneOf(List.of(Double.NaN, Double.POSITIVE_INFINITY, 0.0, -0.0));
      case 7 -> new BigDecimal(small).movePointLeft(2);
      case 8 -> BigInteger.valueOf(small).pow(11);
      case 9 -> new AtomicLong(small);
      case 10 -> new AtomicInteger(small);
      case 11 -> (short) small;
      case 12 -> (byte) small;
      default -> small;
    };
  }

  /** Returns a value that open types have. */
  private Object open(int depth) {
    int kind = random.nextInt(20);
    if (kind < 4 && depth > 0) {
      return random.nextBoolean() ? composite(depth) : table(depth);
    }
    return switch (kind) {
      case 4, 5 -> oneOf(TEXTS);
      case 6 -> random.nextBoolean();
      case 7 -> Date.from(Instant.ofEpochMilli(1_700_000_000_123L));
      case 8 -> 'x';
      case 9 -> Registered.name("a:b=c");
      case 10 -> new BigDecimal("1.50");
      case 11 -> new long[] {1};
      case 12 -> random.nextInt(20) / 4.0;
      case 13 -> random.nextInt(20) / 10f;
      case 14 -> (long) random.nextInt(100);
      default -> random.nextInt(20);
    };
  }

  private CompositeData composite(int depth) {
    Map<String, Object> members = new LinkedHashMap<>();
    for (int i = random.nextInt(3); i >= 0; i--) {
      members.put(oneOf(MEMBERS), chance(0.05) ? null : open(depth - 1));
    }
    return OpenData.composite(oneOf(List.of("d", "used", "a composite")), members);
  }

  private TabularData table(int depth) {
    List<String> index = new ArrayList<>(List.of(oneOf(COLUMNS)));
    if (chance(0.2)) {
      String second = oneOf(COLUMNS);
      if (!index.contains(second)) {
        index.add(second);
      }
    }
    Map<String, Object> row = new LinkedHashMap<>();
    for (int i = random.nextInt(3); i >= 0; i--) {
      row.put(oneOf(COLUMNS), open(depth - 1));
    }
    for (String column : index) {
      row.put(column, chance(0.15) ? compositeKey() : oneOf(List.<Object>of("k1", 5, true, "a b")));
    }
    // Two columns that add nothing to the name would be one place to the collector's cache.
    if (!index.contains("value") && !index.contains("VALUE") && row.containsKey("value")) {
      row.remove("VALUE");
    }
    List<Map<String, Object>> rows = new ArrayList<>();
    rows.add(row);
    for (int i = random.nextInt(3); i > 0; i--) {
      Map<String, Object> other = new LinkedHashMap<>();
      row.forEach((column, value) -> other.put(column, vary(value)));
      rows.add(other);
    }
    return OpenData.table(index, oneOf(List.of("a row", "value")), rows);
  }

  private CompositeData compositeKey() {
    return OpenData.composite("key", "id", random.nextInt(3), "key", oneOf(TEXTS));
  }

  /** Returns another value of the same class, and of the same open type if it has one. */
  @Nullable Object vary(@Nullable Object value) {
    if (value instanceof CompositeData composite) {
      Map<String, Object> members = new LinkedHashMap<>();
      for (String key : composite.getCompositeType().keySet()) {
        members.put(key, vary(composite.get(key)));
      }
      return OpenData.composite(composite.getCompositeType().getDescription(), members);
    }
    if (value instanceof TabularData table) {
      return rowsOf(table);
    }
    if (value instanceof Double && chance(0.1)) {
      return Double.NaN;
    }
    IntFunction<Object> others = value == null ? null : OTHERS.get(value.getClass());
    return others == null ? value : others.apply(random.nextInt(20));
  }

  private TabularData rowsOf(TabularData table) {
    List<Map<String, Object>> rows = new ArrayList<>();
    for (Object value : table.values()) {
      CompositeData row = (CompositeData) value;
      Map<String, Object> other = new LinkedHashMap<>();
      for (String column : row.getCompositeType().keySet()) {
        Object old = row.get(column);
        boolean stays = table.getTabularType().getIndexNames().contains(column) && chance(0.7);
        other.put(column, stays ? old : vary(old));
      }
      rows.add(other);
    }
    return rows.isEmpty()
        ? table
        : OpenData.table(
            table.getTabularType().getIndexNames(),
            table.getTabularType().getRowType().getDescription(),
            rows);
  }
}
