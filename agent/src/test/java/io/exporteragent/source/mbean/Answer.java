package io.exporteragent.source.mbean;

import org.jspecify.annotations.Nullable;

/**
 * The answer to a scrape.
 *
 * @param outcome how far the scrape came
 * @param text the page in text 0.0.4, empty if it failed
 * @param failure why it failed, null if it did not
 */
record Answer(Outcome outcome, String text, @Nullable Throwable failure) {

  /** How far a scrape came. */
  enum Outcome {
    /** All beans were read. */
    WHOLE,
    /**
     * The collector gave up in the middle; the next page has {@code jmx_scrape_error 1}. What was
     * read so far is served, if that can be.
     */
    ABORTED,
    /** Status 500. */
    FAILED
  }

  static Answer whole(String text) {
    return new Answer(Outcome.WHOLE, text, null);
  }

  static Answer aborted(String text) {
    return new Answer(Outcome.ABORTED, text, null);
  }

  static Answer failed(Throwable failure) {
    return new Answer(Outcome.FAILED, "", failure);
  }

  /** Returns what is on the page. */
  MetricsText page() {
    return MetricsText.parse(text);
  }
}
