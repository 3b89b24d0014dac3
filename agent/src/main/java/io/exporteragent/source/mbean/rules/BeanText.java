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
    append(properties, text);
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

  private static void append(String[] pairs, StringBuilder text) {
    for (int i = 0; i < pairs.length; i += 2) {
      text.append(i == 0 ? "" : ", ").append(pairs[i]).append('=').append(pairs[i + 1]);
    }
  }

  /** Returns what is matched, up to the name of the attribute: without the colon and the value. */
  String text(Leaf leaf, String attribute) {
    StringBuilder text = new StringBuilder(beginning.length() + attribute.length() + 40);
    String[] columns = leaf.columns();
    if (columns.length == 0) {
      text.append(beginning);
    } else {
      append(properties(leaf), text.append(domain).append('<'));
    }
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
    String[] all = properties(leaf);
    if (all.length > 0) {
      name.append('_').append(all[1]);
    }
    for (String step : leaf.path()) {
      name.append('_').append(step);
    }
    return name.append('_').append(attribute).toString();
  }

  /** Returns the properties but the first, and the columns: the labels that no rule gives. */
  String[] labels(Leaf leaf) {
    String[] all = properties(leaf);
    return all.length == 0 ? all : Arrays.copyOfRange(all, 2, all.length);
  }

  /** Returns the properties of the bean and the columns, as name, value, name, value. */
  private String[] properties(Leaf leaf) {
    String[] all = properties;
    String[] columns = leaf.columns();
    for (int i = 0; i < columns.length; i += 2) {
      int at = indexOf(columns[i], properties);
      if (at < 0) {
        int end = all.length;
        all = Arrays.copyOf(all, end + 2);
        all[end] = columns[i];
        all[end + 1] = columns[i + 1];
      } else {
        all = all.clone();
        all[at + 1] = columns[i + 1];
      }
    }
    return all;
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
    String[] all = properties(leaf);
    int at = indexOf(name, all);
    return at < 0 ? null : all[at + 1];
  }

  private static int indexOf(String name, String[] pairs) {
    for (int i = 0; i < pairs.length; i += 2) {
      if (pairs[i].equals(name)) {
        return i;
      }
    }
    return -1;
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
