package io.exporteragent.source.mbean.engine;

import org.jspecify.annotations.Nullable;

/**
 * Two places in a row of a table that have the same text, to which a rule that remembers its result
 * is applied once: a column, and the member of its name in composite data under {@code value}. The
 * first that is seen speaks for both, until neither is seen in a scrape.
 */
final class Twins {
  private @Nullable Leaf first;
  private int scrape;

  /** Returns the place that speaks for one that is seen now. */
  Leaf speaker(Leaf seen, int now) {
    Leaf known = scrape < now - 1 ? null : first;
    scrape = now;
    if (known == null) {
      known = seen;
      first = seen;
    }
    return known;
  }
}
