package io.exporteragent.source.signal;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What can be asked for by its name in lower case. */
enum SignalGroup {
  HTTP,
  JDBC,
  POOLS,
  LOGGING;

  /** The names of all. */
  static final String NAMES =
      Arrays.stream(values()).map(SignalGroup::word).collect(Collectors.joining(", "));

  String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Returns the group of a name, null if there is none. */
  static @Nullable SignalGroup of(String word) {
    for (SignalGroup each : values()) {
      if (each.word().equals(word)) {
        return each;
      }
    }
    return null;
  }
}
