package io.exporteragent.source.mbean;

import static java.util.stream.Collectors.joining;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import javax.management.ObjectName;
import javax.management.openmbean.ArrayType;
import javax.management.openmbean.CompositeData;
import javax.management.openmbean.CompositeDataSupport;
import javax.management.openmbean.CompositeType;
import javax.management.openmbean.OpenDataException;
import javax.management.openmbean.OpenType;
import javax.management.openmbean.SimpleType;
import javax.management.openmbean.TabularData;
import javax.management.openmbean.TabularDataSupport;
import javax.management.openmbean.TabularType;
import org.jspecify.annotations.Nullable;

/** Composite and tabular data of plain values. */
final class OpenData {
  private static final List<SimpleType<?>> SIMPLE =
      List.of(
          SimpleType.BOOLEAN,
          SimpleType.CHARACTER,
          SimpleType.BYTE,
          SimpleType.SHORT,
          SimpleType.INTEGER,
          SimpleType.LONG,
          SimpleType.FLOAT,
          SimpleType.DOUBLE,
          SimpleType.STRING,
          SimpleType.BIGDECIMAL,
          SimpleType.BIGINTEGER,
          SimpleType.DATE,
          SimpleType.OBJECTNAME);

  private OpenData() {}

  /** Makes composite data of names and values in turn. */
  static CompositeData composite(String description, Object... namesAndValues) {
    return composite(description, map(namesAndValues));
  }

  /** Makes composite data; a null value is a member of type text. */
  static CompositeData composite(String description, Map<String, Object> members) {
    try {
      return new CompositeDataSupport(type(description, members), members);
    } catch (OpenDataException e) {
      throw new IllegalArgumentException(e);
    }
  }

  /** Makes a table; the first row tells the types, of rows with the same index the first counts. */
  static TabularData table(List<String> index, String description, List<Map<String, Object>> rows) {
    try {
      CompositeType rowType = type(description, rows.get(0));
      TabularType type = new TabularType("table", "a table", rowType, index.toArray(new String[0]));
      TabularData table = new TabularDataSupport(type);
      for (Map<String, Object> row : rows) {
        CompositeData data = new CompositeDataSupport(rowType, row);
        if (!table.containsKey(table.calculateIndex(data))) {
          table.put(data);
        }
      }
      return table;
    } catch (OpenDataException e) {
      throw new IllegalArgumentException(e);
    }
  }

  /** Makes a row of names and values in turn. */
  static Map<String, Object> map(Object... namesAndValues) {
    Map<String, Object> map = new LinkedHashMap<>();
    for (int i = 0; i < namesAndValues.length; i += 2) {
      map.put((String) namesAndValues[i], namesAndValues[i + 1]);
    }
    return map;
  }

  /** Returns a text of a value that is shorter than its own if it is composite or tabular. */
  static String shown(@Nullable Object value) {
    if (value instanceof CompositeData composite) {
      Map<String, String> members = new LinkedHashMap<>();
      for (String key : composite.getCompositeType().keySet()) {
        members.put(key, shown(composite.get(key)));
      }
      return members.toString();
    }
    if (value instanceof TabularData table) {
      return table.values().stream()
          .map(OpenData::shown)
          .collect(joining(", ", table.getTabularType().getIndexNames() + " -> [", "]"));
    }
    return value == null ? "null" : value + " (" + value.getClass().getSimpleName() + ")";
  }

  private static CompositeType type(String description, Map<String, Object> members)
      throws OpenDataException {
    String[] names = members.keySet().toArray(new String[0]);
    OpenType<?>[] types = new OpenType<?>[names.length];
    for (int i = 0; i < names.length; i++) {
      types[i] = typeOf(members.get(names[i]));
    }
    return new CompositeType("composite", description, names, names, types);
  }

  private static OpenType<?> typeOf(Object value) throws OpenDataException {
    if (value == null) {
      return SimpleType.STRING;
    }
    if (value instanceof CompositeData composite) {
      return composite.getCompositeType();
    }
    if (value instanceof TabularData table) {
      return table.getTabularType();
    }
    if (value instanceof long[]) {
      return new ArrayType<>(SimpleType.LONG, true);
    }
    if (value instanceof ObjectName) {
      return SimpleType.OBJECTNAME;
    }
    for (SimpleType<?> type : SIMPLE) {
      if (type.isValue(value)) {
        return type;
      }
    }
    throw new IllegalArgumentException("no open type for " + value.getClass());
  }
}
