package io.exporteragent.source.mbean.engine;

import org.jspecify.annotations.Nullable;

/**
 * Two places in a row of a table that have the same text, to which a rule that remembers its result
 * is applied once: a column, and the member of its name in composite data under {@code value}. The
 * first of which something is remembered speaks for both, until neither is seen in a scrape.
 */
final class Twins {
  private @Nullable Leaf speaker;
  private int scrape;

  /** Returns the place that speaks for the one that is to be decided: itself if there is none. */
  Leaf speaker(Leaf decided, int now) {
    Leaf known = speaker;
    return known == null || scrape < now - 1 ? decided : known;
  }

  /** Notes that something has been remembered of a place. */
  void remembered(Leaf of) {
    speaker = of;
  }

  /** Notes that a place was seen of which something is remembered. */
  void seen(int now) {
    scrape = now;
  }
}
