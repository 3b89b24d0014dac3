package io.exporteragent.source.mbean.engine;

import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.function.Supplier;
import javax.management.openmbean.CompositeData;
import javax.management.openmbean.CompositeType;
import javax.management.openmbean.OpenDataException;
import javax.management.openmbean.OpenType;
import javax.management.openmbean.SimpleType;

/** Composite data of a class that is not the JDK's, with one member that throws. */
final class StrangeData implements CompositeData {
  private final Supplier<CompositeType> type;
  private final Supplier<Object> bad;

  private StrangeData(Supplier<CompositeType> type, Supplier<Object> bad) {
    this.type = type;
    this.bad = bad;
  }

  /** Makes data whose member {@code bad} is whatever the supplier does. */
  StrangeData(Supplier<Object> bad) {
    this(StrangeData::type, bad);
  }

  /** Makes data that does not even say what is in it. */
  static StrangeData withoutType() {
    return new StrangeData(() -> Unknown.sneak(new Unknown("type")), () -> 1);
  }

  private static CompositeType type() {
    try {
      OpenType<?>[] types = {SimpleType.LONG, SimpleType.LONG};
      String[] keys = {"bad", "good"};
      return new CompositeType("strange", "a test", keys, keys, types);
    } catch (OpenDataException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public CompositeType getCompositeType() {
    return type.get();
  }

  @Override
  public Object get(String key) {
    return key.equals("good") ? Long.valueOf(7) : bad.get();
  }

  @Override
  public Object[] getAll(String[] keys) {
    return Arrays.stream(keys).map(this::get).toArray();
  }

  @Override
  public boolean containsKey(String key) {
    return type.get().containsKey(key);
  }

  @Override
  public boolean containsValue(Object value) {
    return false;
  }

  @Override
  public Collection<?> values() {
    return List.of();
  }
}
