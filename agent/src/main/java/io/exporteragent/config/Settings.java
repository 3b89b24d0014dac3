package io.exporteragent.config;

import org.jspecify.annotations.Nullable;

/**
 * The settings in a mapping of the configuration file; a subclass has a method for each key. Equal
 * if the values are equal, at whatever position. Immutable.
 */
public abstract class Settings {
  private final Values values;

  /** Creates settings with the values read. */
  protected Settings(Values values) {
    this.values = values;
  }

  /** Returns the values read. */
  protected final Values values() {
    return values;
  }

  /** Returns the position in the file, null if it comes from no file. */
  public final @Nullable Place place() {
    return values.place();
  }

  /** Returns {@link #place} for messages, as {@code exporter.yml:2:5 probes[0]}; empty if none. */
  public final String location() {
    return place() == null ? "" : String.valueOf(place());
  }

  @Override
  public final boolean equals(@Nullable Object other) {
    return other instanceof Settings && values.equals(((Settings) other).values);
  }

  @Override
  public final int hashCode() {
    return values.hashCode();
  }

  /** Returns a text for debugging, without secrets. */
  @Override
  public String toString() {
    return getClass().getSimpleName() + " " + location();
  }
}
