package io.exporteragent.source.probe;

import org.jspecify.annotations.Nullable;

/**
 * A probe cannot give its values now. The message says what happened; it holds nothing out of the
 * body, which is kept apart because it may echo a secret.
 */
final class ProbeFailure extends Exception {
  private static final long serialVersionUID = 1L;
  private static final int SHOWN_CHARACTERS = 80;

  private final FailureReason reason;
  private final String remedy;
  private final @Nullable String detail;

  /** A failure that nothing in the body explains. */
  ProbeFailure(FailureReason reason, String what, String remedy) {
    this(reason, what, null, remedy);
  }

  /**
   * @param detail out of the body, for instance what it has instead of what was expected
   */
  ProbeFailure(FailureReason reason, String what, @Nullable String detail, String remedy) {
    super(what, null, false, false);
    this.reason = reason;
    this.detail = detail;
    this.remedy = remedy;
  }

  FailureReason reason() {
    return reason;
  }

  /** What happened and what to do, in one line without secrets. */
  String describe(Mask mask) {
    String what = mask.apply(String.valueOf(getMessage()));
    String shown = detail == null ? "" : " (" + shorten(mask.apply(detail)) + ")";
    return (what + shown + "; " + mask.apply(remedy)).replaceAll("[\\p{Cntrl}\\s]+", " ");
  }

  private static String shorten(String text) {
    return text.length() <= SHOWN_CHARACTERS ? text : text.substring(0, SHOWN_CHARACTERS) + "...";
  }
}
