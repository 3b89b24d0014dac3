package io.exporteragent.model;

/**
 * A metric family with the values it had when its source was asked. No method throws or blocks, and
 * all may be called by any thread.
 */
public interface Family {

  /**
   * Returns the name as in an OpenMetrics {@code TYPE} line: a counter without {@code _total}, an
   * info without {@code _info}. May be any UTF-8 string; the encoder escapes it.
   */
  String name();

  /** Returns the type of every point. */
  MetricType type();

  /**
   * Returns the unit, with which {@link #name} ends, for instance {@code seconds}; empty when none.
   */
  String unit();

  /** Returns the text of the {@code HELP} line, unescaped; empty when none. */
  String help();

  /** Shows every point to the visitor. */
  void forEach(PointVisitor visitor);

  /**
   * Returns whether the family was checked when it was made: its names and values are legal, and no
   * two points have the same labels. Its points can then be sent one by one, however many there
   * are, where those of others must be held back until the last one has turned out to be legal.
   */
  default boolean isChecked() {
    return false;
  }

  /**
   * Is told that the family is left out of a page, since one that comes before it has its name. An
   * application's own families take the place of ours as a matter of course, so most do nothing.
   */
  default void superseded() {}
}
