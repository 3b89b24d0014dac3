package io.exporteragent.source.signal;

/**
 * Says why a value cannot be read in this version of a library, in one line without a full stop.
 */
final class PathException extends Exception {
  private static final long serialVersionUID = 1;

  PathException(String message) {
    super(message);
  }
}
