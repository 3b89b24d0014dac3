package io.exporteragent.source.mbean;

import io.exporteragent.source.mbean.BeanScript.Attribute;
import io.exporteragent.source.mbean.BeanScript.State;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.management.ObjectName;
import javax.management.openmbean.CompositeData;
import javax.management.openmbean.TabularData;
import org.jspecify.annotations.Nullable;

/**
 * The parts of a text that rules match, roughly: for a generator, which wants patterns that match
 * now and then.
 *
 * @param properties of the name and of rows, as {@code key=value}
 * @param path to a member
 * @param name of the attribute or member
 */
record LeafText(
    String domain, List<String> properties, List<String> path, String name, String value) {
  private static final Pattern PROPERTY =
      Pattern.compile("[^,=]+=(\"(?:[^\"\\\\]|\\\\.)*\"|[^,]*)");

  /** Returns those of all beans at all scrapes. */
  static List<LeafText> of(List<BeanScript> beans) {
    List<LeafText> leaves = new ArrayList<>();
    for (BeanScript bean : beans) {
      List<String> properties = properties(bean.name());
      for (State state : bean.rounds()) {
        if (state != null) {
          for (String name : state.attributes().keySet()) {
            Attribute attribute = state.attributes().get(name);
            add(
                new LeafText(bean.name().getDomain(), properties, List.of(), name, ""),
                attribute.value(),
                leaves);
          }
        }
      }
    }
    return leaves;
  }

  private static List<String> properties(ObjectName name) {
    List<String> properties = new ArrayList<>();
    Matcher matcher = PROPERTY.matcher(name.getKeyPropertyListString());
    while (matcher.find()) {
      properties.add(matcher.group());
    }
    return properties;
  }

  private static void add(LeafText place, @Nullable Object value, List<LeafText> leaves) {
    if (value instanceof CompositeData composite) {
      for (String key : composite.getCompositeType().keySet()) {
        add(place.in(place.name, key), composite.get(key), leaves);
      }
    } else if (value instanceof TabularData table) {
      List<String> index = table.getTabularType().getIndexNames();
      for (Object element : table.values()) {
        CompositeData row = (CompositeData) element;
        LeafText indexed = place;
        for (String column : index) {
          indexed = indexed.with(column + "=" + row.get(column));
        }
        for (String column : row.getCompositeType().keySet()) {
          if (!index.contains(column)) {
            boolean isValue = column.equalsIgnoreCase("value");
            add(isValue ? indexed : indexed.in(place.name, column), row.get(column), leaves);
          }
        }
      }
    } else if (value != null) {
      leaves.add(new LeafText(place.domain, place.properties, place.path, place.name, "" + value));
    }
  }

  private LeafText in(String key, String member) {
    return new LeafText(domain, properties, appended(path, key), member, value);
  }

  private LeafText with(String property) {
    return new LeafText(domain, appended(properties, property), path, name, value);
  }

  private static List<String> appended(List<String> list, String element) {
    List<String> longer = new ArrayList<>(list);
    longer.add(element);
    return longer;
  }
}
