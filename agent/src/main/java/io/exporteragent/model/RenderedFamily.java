package io.exporteragent.model;

import org.jspecify.annotations.Nullable;

/**
 * A family of single values that keeps the text of its labels from scrape to scrape, because with
 * many series rendering them costs far more than reading the values. The type is counter, gauge or
 * unknown.
 *
 * <p>For encoders of text; {@link #forEach} shows the same points to all others.
 */
public interface RenderedFamily extends Family {

  /**
   * Shows every point to the visitor.
   *
   * @param exemplars whether the visitor uses exemplars: looking for them takes time
   */
  void forEachRendered(Visitor visitor, boolean exemplars);

  @Override
  default boolean isChecked() {
    return true;
  }

  /** Is shown the points of a {@link RenderedFamily}. */
  interface Visitor {

    /**
     * Receives a point.
     *
     * @param text has the labels sorted by name, as {@link TextBuffer#appendLabel} writes them; all
     *     names match {@code [a-zA-Z_][a-zA-Z0-9_]*}. Valid until this method returns
     * @param offset where the labels begin
     * @param length the bytes of the labels, 0 when there are none
     * @param createdTimestampMillis 0 when there is none
     */
    void scalar(
        byte[] text,
        int offset,
        int length,
        double value,
        long createdTimestampMillis,
        @Nullable Exemplar exemplar);
  }
}
