package io.exporteragent.source.mbean.rules;

import org.jspecify.annotations.Nullable;

/** A value that a jmx_exporter file adds to an MBean, as if it were an attribute. Immutable. */
public final class ExtraMetric {
  private final String name;
  private final Object value;
  private final @Nullable String description;

  ExtraMetric(String name, Object value, @Nullable String description) {
    this.name = name;
    this.value = value;
    this.description = description;
  }

  /** Returns the name of the attribute. */
  public String name() {
    return name;
  }

  /** Returns a Boolean, Integer, Long, BigInteger, Double, Date or String. */
  public Object value() {
    return value;
  }

  /** Returns the description of the attribute, null if it has none. */
  public @Nullable String description() {
    return description;
  }
}
