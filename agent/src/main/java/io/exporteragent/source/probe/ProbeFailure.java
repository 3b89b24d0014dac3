package io.exporteragent.source.probe;

import io.exporteragent.httpclient.HttpFailure;
import io.exporteragent.httpclient.Mask;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A probe cannot give its values now. The message says what happened; what comes from the body is
 * kept apart in the detail, because it may echo a secret.
 */
final class ProbeFailure extends Exception {
  private static final long serialVersionUID = 1L;
  private static final int SHOWN_CHARACTERS = 80;

  private final Reason reason;
  private final String remedy;
  private final @Nullable String detail;

  /** Why a probe fails: the value of the label {@code reason}. */
  enum Reason {
    // Those without a comment are those of HttpFailure.Reason.
    DNS,
    CONNECT,
    TIMEOUT,
    /**
     * The scrape was over before the probe's own timeout; the fetch continues for other scrapes.
     */
    SCRAPE_TIMEOUT,
    TLS,
    HTTP,
    CREDENTIALS,
    /** The status is none of {@code valid_status}. */
    STATUS,
    REDIRECT,
    TOO_BIG,
    /** The body is not JSON. */
    JSON,
    /** A value is null or not in the body. */
    MISSING,
    /** A value is not what its metric expects. */
    VALUE,
    /** A {@code foreach} yields more than its {@code limit}. */
    LIMIT,
    /** Another metric or probe already has a series of that name and those labels. */
    DUPLICATE,
    /** A defect of the agent, or no thread available. */
    INTERNAL;

    /** Returns the reason as it stands on the page. */
    String key() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** Creates the failure of a probe whose page could not be fetched. */
  static ProbeFailure of(HttpFailure failure) {
    return new ProbeFailure(
        Reason.valueOf(failure.reason().name()),
        String.valueOf(failure.getMessage()),
        failure.remedy());
  }

  /** Creates a failure that nothing in the body explains. */
  ProbeFailure(Reason reason, String what, String remedy) {
    this(reason, what, null, remedy);
  }

  /**
   * Creates a failure.
   *
   * @param detail out of the body, for instance what it has instead of what was expected
   */
  ProbeFailure(Reason reason, String what, @Nullable String detail, String remedy) {
    super(what, null, false, false);
    this.reason = reason;
    this.detail = detail;
    this.remedy = remedy;
  }

  Reason reason() {
    return reason;
  }

  /** Says what happened and what to do, in one line without secrets. */
  String describe(Mask mask) {
    String what = mask.apply(String.valueOf(getMessage()));
    String shown = detail == null ? "" : " (" + shorten(mask.apply(detail)) + ")";
    return (what + shown + "; " + mask.apply(remedy)).replaceAll("[\\p{Cntrl}\\s]+", " ");
  }

  private static String shorten(String text) {
    return text.length() <= SHOWN_CHARACTERS ? text : text.substring(0, SHOWN_CHARACTERS) + "...";
  }
}
