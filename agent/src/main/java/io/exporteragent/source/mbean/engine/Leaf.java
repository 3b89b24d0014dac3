package io.exporteragent.source.mbean.engine;

import org.jspecify.annotations.Nullable;

/**
 * A place in an MBean where a single value is found: an attribute, or what is within its composite
 * or tabular data. Immutable; arrays must not be changed.
 */
public final class Leaf {
  private static final String[] NOTHING = {};

  private final String[] columns;
  private final String[] path;
  private final String name;
  private final @Nullable String description;

  /**
   * Describes a place.
   *
   * @param columns the index of the rows it is in, as name, value, name, value; one that has the
   *     name of a property of the bean takes its place
   * @param path the attribute and the keys on the way to it; empty for an attribute itself
   * @param name the name of the attribute, or the key of the member
   * @param description of the attribute, the composite or the row type
   */
  public Leaf(String[] columns, String[] path, String name, @Nullable String description) {
    this.columns = columns;
    this.path = path;
    this.name = name;
    this.description = description;
  }

  /** Describes an attribute. */
  public static Leaf attribute(String name, @Nullable String description) {
    return new Leaf(NOTHING, NOTHING, name, description);
  }

  /** Returns the index of the rows it is in, as name, value, name, value. */
  public String[] columns() {
    return columns;
  }

  /** Returns the attribute and the keys on the way to it; empty for an attribute itself. */
  public String[] path() {
    return path;
  }

  /** Returns the name of the attribute or of the member. */
  public String name() {
    return name;
  }

  /** Returns the description of the attribute, the composite or the row type, null if none. */
  public @Nullable String description() {
    return description;
  }
}
