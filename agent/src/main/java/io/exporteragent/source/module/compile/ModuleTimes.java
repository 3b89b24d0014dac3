package io.exporteragent.source.module.compile;

import io.exporteragent.config.PrometheusDuration;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** The interval and the timeout that a module asks for itself. Immutable. */
final class ModuleTimes {
  static final ModuleTimes UNSPECIFIED = new ModuleTimes(null, null);

  private final @Nullable Duration interval;
  private final @Nullable Duration timeout;

  ModuleTimes(@Nullable Duration interval, @Nullable Duration timeout) {
    this.interval = interval;
    this.timeout = timeout;
  }

  /** Null if the text is not a duration longer than nothing. */
  static @Nullable Duration parse(String text) {
    Duration duration = PrometheusDuration.parse(text);
    return duration == null || duration.isZero() ? null : duration;
  }

  /** As {@link #parse} reads it. */
  static String format(Duration duration) {
    return PrometheusDuration.format(duration);
  }

  @Nullable Duration interval() {
    return interval;
  }

  @Nullable Duration timeout() {
    return timeout;
  }
}
