package io.exporteragent.source.mbean.rules;

import io.exporteragent.source.mbean.engine.Leaf;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import javax.management.ObjectName;
import org.jspecify.annotations.Nullable;

/** The name of a bean as the rules see it: its properties in the order in which they were given. */
final class BeanText {
  private static final String[] RUNTIME = {
    "SystemProperties", "ClassPath", "BootClassPath", "LibraryPath"
  };

  private final String domain;

  /** Name, value, name, value. */
  private final String[] properties;

  private final String beginning;
  private final boolean isRuntime;
  private final boolean isFlightRecorder;

  BeanText(ObjectName bean) {
    domain = bean.getDomain();
    properties = split(bean.getKeyPropertyListString());
    StringBuilder text = new StringBuilder(domain).append('<');
    append(properties, text, true);
    beginning = text.toString();
    String canonical = bean.getCanonicalName();
    isRuntime = canonical.equals("java.lang:type=Runtime");
    isFlightRecorder = canonical.equals("jdk.management.jfr:type=FlightRecorder");
  }

  /** Splits a list of properties; quotes and what is escaped within them stay as they are. */
  static String[] split(String list) {
    List<String> split = new ArrayList<>();
    int at = 0;
    while (at < list.length()) {
      int equals = list.indexOf('=', at);
      split.add(list.substring(at, equals));
      int end = equals + 1;
      if (end < list.length() && list.charAt(end) == '"') {
        end++;
        while (list.charAt(end) != '"') {
          end += list.charAt(end) == '\\' ? 2 : 1;
        }
        end++;
      } else {
        int comma = list.indexOf(',', end);
        end = comma < 0 ? list.length() : comma;
      }
      split.add(list.substring(equals + 1, end));
      at = end + 1;
    }
    return split.toArray(new String[0]);
  }

  private static void append(String[] pairs, StringBuilder text, boolean isFirst) {
    for (int i = 0; i < pairs.length; i += 2) {
      text.append(isFirst && i == 0 ? "" : ", ").append(pairs[i]).append('=').append(pairs[i + 1]);
    }
  }

  /** Returns what is matched, up to the name of the attribute: without the colon and the value. */
  String text(Leaf leaf, String attribute) {
    StringBuilder text = new StringBuilder(beginning.length() + attribute.length() + 40);
    text.append(beginning);
    append(leaf.columns(), text, false);
    text.append("><");
    String[] path = leaf.path();
    for (int i = 0; i < path.length; i++) {
      text.append(i == 0 ? "" : ", ").append(path[i]);
    }
    return text.append('>').append(attribute).toString();
  }

  /** Returns the name of a metric that no rule names. */
  String metric(Leaf leaf, String attribute) {
    StringBuilder name = new StringBuilder(domain);
    if (properties.length > 0) {
      name.append('_').append(properties[1]);
    }
    for (String step : leaf.path()) {
      name.append('_').append(step);
    }
    return name.append('_').append(attribute).toString();
  }

  /** Returns the properties but the first, and the columns: the labels that no rule gives. */
  String[] labels(Leaf leaf) {
    int own = Math.max(0, properties.length - 2);
    String[] labels = Arrays.copyOf(properties, own + leaf.columns().length);
    if (own > 0) {
      System.arraycopy(properties, 2, labels, 0, own);
    }
    System.arraycopy(leaf.columns(), 0, labels, own, leaf.columns().length);
    return labels;
  }

  /** Returns the HELP text that no rule gives. */
  String help(Leaf leaf) {
    String description = leaf.description();
    String introduction =
        description == null || description.equals(leaf.name()) ? "" : description + " ";
    return String.format(
        "%s%s:name=%s,type=%s,attribute=%s",
        introduction, domain, property("name", leaf), property("type", leaf), leaf.name());
  }

  private @Nullable String property(String name, Leaf leaf) {
    String own = value(name, properties);
    return own == null ? value(name, leaf.columns()) : own;
  }

  private static @Nullable String value(String name, String[] pairs) {
    for (int i = 0; i < pairs.length; i += 2) {
      if (pairs[i].equals(name)) {
        return pairs[i + 1];
      }
    }
    return null;
  }

  /** Returns whether jmx_exporter leaves an attribute out whatever the rules say. */
  boolean isNeverExported(String attribute) {
    if (isFlightRecorder) {
      return true;
    }
    for (int i = 0; isRuntime && i < RUNTIME.length; i++) {
      if (RUNTIME[i].equalsIgnoreCase(attribute)) {
        return true;
      }
    }
    return false;
  }
}
