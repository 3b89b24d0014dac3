package io.exporteragent.source.mbean.pack;

import io.exporteragent.config.ConfigurationException;
import io.exporteragent.config.YamlValue;
import java.util.Map;
import javax.management.MalformedObjectNameException;
import javax.management.ObjectName;
import org.jspecify.annotations.Nullable;

/**
 * Which MBeans an entry of a pack is for: an object name, or a pattern of such names within one
 * domain, as in {@code kafka.server:type=Fetcher,*}. Immutable.
 */
final class ObjectPattern {
  private final ObjectName name;

  /** What a name that matches has in it, which is faster to see than a match. */
  private final String[] needed;

  private ObjectPattern(ObjectName name) {
    this.name = name;
    this.needed = needed(name);
  }

  /** Reads a pattern. */
  static ObjectPattern read(YamlValue at) throws ConfigurationException {
    ObjectName name;
    try {
      name = new ObjectName(at.nonEmptyText());
    } catch (MalformedObjectNameException e) {
      throw at.expected(
          String.format(
              "an object name such as shop:type=Orders or shop:type=Queue,name=* (%s)",
              e.getMessage()));
    }
    if (name.getDomain().isEmpty()) {
      throw at.expected("an object name that begins with a domain, as in shop:type=Orders");
    }
    if (name.isDomainPattern()) {
      throw at.expected("an object name whose domain has no wildcard; give each domain an entry");
    }
    return new ObjectPattern(name);
  }

  private static String[] needed(ObjectName name) {
    return name.getKeyPropertyList().entrySet().stream()
        .filter(property -> !name.isPropertyValuePattern(property.getKey()))
        .map(property -> property.getKey() + "=" + property.getValue())
        .toArray(String[]::new);
  }

  /** Returns the domain, which has no wildcard. */
  String domain() {
    return name.getDomain();
  }

  /** Returns the pattern. */
  ObjectName name() {
    return name;
  }

  /** Returns the one name that matches, null if several may. */
  @Nullable ObjectName exact() {
    return name.isPattern() ? null : name;
  }

  /** Returns whether a bean of the same domain matches. */
  boolean matches(ObjectName bean) {
    String text = bean.getCanonicalName();
    for (String each : needed) {
      if (!text.contains(each)) {
        return false;
      }
    }
    // The application's names keep what this makes of them, hence not for names that are others.
    return name.apply(bean);
  }

  /** Returns whether every name that another pattern matches is matched by this, too. */
  boolean covers(ObjectPattern other) {
    if (name.equals(other.name)) {
      return true;
    }
    return other.exact() == null ? coversPattern(other.name) : name.apply(other.name);
  }

  /** Compares properties: wildcards within a value are taken to cover themselves alone. */
  private boolean coversPattern(ObjectName other) {
    if (!domain().equals(other.getDomain()) || !name.isPropertyListPattern()) {
      return false;
    }
    for (Map.Entry<String, String> property : name.getKeyPropertyList().entrySet()) {
      String value = other.getKeyProperty(property.getKey());
      if (value == null
          || !(property.getValue().equals("*") || property.getValue().equals(value))) {
        return false;
      }
    }
    return true;
  }

  /** Returns whether a bean that matches can have a key property. */
  boolean mayHave(String property) {
    return name.isPropertyListPattern() || name.getKeyProperty(property) != null;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof ObjectPattern && name.equals(((ObjectPattern) other).name);
  }

  @Override
  public int hashCode() {
    return name.hashCode();
  }

  /** Returns it as in the file. */
  @Override
  public String toString() {
    return name.toString();
  }
}
