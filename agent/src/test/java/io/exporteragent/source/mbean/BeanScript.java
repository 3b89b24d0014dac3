package io.exporteragent.source.mbean;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import javax.management.ObjectName;
import org.jspecify.annotations.Nullable;

/**
 * What a bean is at each of several scrapes.
 *
 * @param rounds null where it is not registered
 */
record BeanScript(ObjectName name, List<@Nullable State> rounds) {

  /** What kind of bean it is. */
  enum Kind {
    /** A dynamic MBean that makes its MBeanInfo anew each time. */
    PLAIN,
    /** A dynamic MBean whose descriptor says that its MBeanInfo is always the same. */
    IMMUTABLE,
    /** An MXBean, which makes open data of its attributes. */
    MXBEAN,
    /** A Standard MBean. */
    STANDARD
  }

  /** How it answers when all attributes are asked for at once. */
  enum Bulk {
    ANSWERS,
    THROWS,
    THROWS_ERROR,
    NULL,
    STRANGERS,
    REVERSED,
    HAS_NO_INFO
  }

  /**
   * An attribute.
   *
   * @param type that is declared, true or not
   * @param value {@link PlainBean.Failing} where the getter throws
   */
  record Attribute(String type, @Nullable String description, @Nullable Object value) {
    @Override
    public String toString() {
      return OpenData.shown(value) + ", declared " + type + ", \"" + description + "\"";
    }
  }

  /**
   * What it is at one scrape.
   *
   * @param incarnation one with another number is registered anew
   */
  record State(int incarnation, Kind kind, Bulk bulk, Map<String, Attribute> attributes) {

    /** Returns it without an attribute. */
    State without(String attribute) {
      Map<String, Attribute> others = new LinkedHashMap<>(attributes);
      others.remove(attribute);
      return new State(incarnation, kind, bulk, others);
    }
  }

  /** Returns it without an attribute at any scrape. */
  BeanScript without(String attribute) {
    List<@Nullable State> others = new ArrayList<>();
    for (State state : rounds) {
      others.add(state == null ? null : state.without(attribute));
    }
    return new BeanScript(name, others);
  }

  /** Returns the names of the attributes that it has at some scrape. */
  Set<String> attributes() {
    Set<String> names = new LinkedHashSet<>();
    for (State state : rounds) {
      if (state != null) {
        names.addAll(state.attributes().keySet());
      }
    }
    return names;
  }

  /** Returns what it is at the first scrapes, a line for each attribute. */
  String toString(int scrapes) {
    StringBuilder text = new StringBuilder(name.toString()).append('\n');
    for (int i = 0; i < scrapes; i++) {
      State state = rounds.get(i);
      text.append("  scrape ").append(i + 1).append(": ");
      if (state == null) {
        text.append("not there\n");
      } else {
        text.append(state.kind()).append(' ').append(state.bulk());
        text.append(" #").append(state.incarnation()).append('\n');
        state
            .attributes()
            .forEach(
                (attribute, value) ->
                    text.append("    ").append(attribute).append(" = ").append(value).append('\n'));
      }
    }
    return text.toString();
  }
}
