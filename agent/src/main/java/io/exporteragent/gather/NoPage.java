package io.exporteragent.gather;

/**
 * Thrown by the supplier of a {@link SourcePage} that has nothing to show; the client gets one line
 * of text that says why.
 */
public final class NoPage extends RuntimeException {
  private static final long serialVersionUID = 1;

  private final String line;
  private final boolean isForNow;

  private NoPage(String line, boolean isForNow) {
    super(line, null, false, false);
    this.line = line;
    this.isForNow = isForNow;
  }

  /** Creates one that the client gets as a 404. */
  public static NoPage because(String line) {
    return new NoPage(line, false);
  }

  /** Creates one that the client gets as a 503, to be tried again after a second. */
  public static NoPage forNow(String line) {
    return new NoPage(line, true);
  }

  /** Returns the reason and the remedy. */
  public String line() {
    return line;
  }

  /** Returns whether there may be a page later. */
  public boolean isForNow() {
    return isForNow;
  }
}
