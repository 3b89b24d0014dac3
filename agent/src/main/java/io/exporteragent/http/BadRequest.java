package io.exporteragent.http;

/** A malformed or unacceptable request; the connection is closed after the answer. */
final class BadRequest extends Exception {
  private static final long serialVersionUID = 1L;

  private final int status;

  /**
   * @param status of the answer
   * @param line tells the client what is wrong
   */
  BadRequest(int status, String line) {
    super(line, null, false, false);
    this.status = status;
  }

  Answer answer() {
    return Answer.line(status, getMessage() + ".");
  }
}
