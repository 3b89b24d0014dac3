package io.exporteragent.config;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Which of the built-in collectors run. */
public final class CollectorSettings {
  /** The default. */
  public static final CollectorSettings ALL = without();

  private final Set<Name> on;

  private CollectorSettings(Set<Name> on) {
    this.on = on;
  }

  /** Everything but the collectors named. */
  public static CollectorSettings without(Name... off) {
    Set<Name> on = EnumSet.allOf(Name.class);
    on.removeAll(Arrays.asList(off));
    return new CollectorSettings(on);
  }

  public boolean isOn(Name collector) {
    return on.contains(collector);
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof CollectorSettings && on.equals(((CollectorSettings) other).on);
  }

  @Override
  public int hashCode() {
    return on.hashCode();
  }

  @Override
  public String toString() {
    return on.toString();
  }

  /** A built-in collector. */
  public enum Name {
    APPLICATION,
    JVM,
    PROCESS,
    CPU,
    MEMORY,
    DISK;

    /** As in the file and in the label {@code collector}. */
    public String key() {
      return name().toLowerCase(Locale.ROOT);
    }
  }
}
