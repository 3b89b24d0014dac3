package io.exporteragent.source.probe;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** What one metric makes of a body, or of one element of its {@code foreach}. */
final class Reading {
  private final String where;
  private final @Nullable Object raw;
  private final List<Sample> samples;

  /**
   * @param where the key of the element, empty without {@code foreach}
   * @param raw what the path leads to
   * @param samples none if it is left out
   */
  Reading(String where, @Nullable Object raw, List<Sample> samples) {
    this.where = where;
    this.raw = raw;
    this.samples = samples;
  }

  String where() {
    return where;
  }

  @Nullable Object raw() {
    return raw;
  }

  List<Sample> samples() {
    return samples;
  }
}
