package io.exporteragent.source.probe;

import java.util.Locale;

/** Why a probe fails: the value of the label {@code reason}. */
enum FailureReason {
  /** The host name has no address. */
  DNS,
  /** Nobody accepts the connection. */
  CONNECT,
  /** The answer was not complete in time. */
  TIMEOUT,
  /** The scrape was over before the probe's own timeout; for other scrapes the fetch went on. */
  SCRAPE_TIMEOUT,
  /** No agreement on TLS, or a certificate that is not trusted. */
  TLS,
  /** The answer breaks off or is not HTTP. */
  HTTP,
  /** A password or token cannot be read or sent. */
  CREDENTIALS,
  /** The status is none of {@code valid_status}. */
  STATUS,
  /** The answer points elsewhere, and may not be followed there. */
  REDIRECT,
  /** The body is larger than {@code max_body}. */
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
  /** A defect of the agent, or no thread to be had. */
  INTERNAL;

  /** As on the page. */
  String key() {
    return name().toLowerCase(Locale.ROOT);
  }
}
