package io.exporteragent.config;

import org.jspecify.annotations.Nullable;

/**
 * What a mapping of the configuration file asks for; a subclass has a method for each key. Two are
 * equal if they ask for the same, wherever in the file they stand. Immutable.
 */
public abstract class Settings {
  private final Values values;

  /** Keeps what was read. */
  protected Settings(Values values) {
    this.values = values;
  }

  /** What was read. */
  protected final Values values() {
    return values;
  }

  /** Where in the file it stands, null if in none. */
  public final @Nullable Place place() {
    return values.place();
  }

  /** For messages: as {@code exporter.yml:2:5 probes[0]}, empty if it stands in no file. */
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

  /** For debugging; nothing secret. */
  @Override
  public String toString() {
    return getClass().getSimpleName() + " " + location();
  }
}
