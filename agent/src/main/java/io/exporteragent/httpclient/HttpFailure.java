package io.exporteragent.httpclient;

/**
 * An exchange that brought no usable response. The message says what happened, {@link #remedy} what
 * to do about it; both are for the user, and may quote the server's certificate or a redirect but
 * never a body.
 */
public final class HttpFailure extends Exception {
  private static final long serialVersionUID = 1L;

  private final Reason reason;
  private final String remedy;

  /** At which step an exchange failed. */
  public enum Reason {
    /** The host name has no address. */
    DNS,
    /** Nobody accepts the connection. */
    CONNECT,
    /** The response was not complete in time. */
    TIMEOUT,
    /** The TLS handshake failed, or the certificate is not trusted. */
    TLS,
    /** The response breaks off or is not HTTP. */
    HTTP,
    /** A password or token cannot be read or sent. */
    CREDENTIALS,
    /** The response points elsewhere, and may not be followed there. */
    REDIRECT,
    /** The body is larger than allowed. */
    TOO_BIG
  }

  HttpFailure(Reason reason, String what, String remedy) {
    super(what, null, false, false);
    this.reason = reason;
    this.remedy = remedy;
  }

  /** Returns the step that failed. */
  public Reason reason() {
    return reason;
  }

  /** Returns what the user can do about it. */
  public String remedy() {
    return remedy;
  }
}
