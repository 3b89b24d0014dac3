package io.exporteragent.source.module.compile;

/** A module cannot be used. The message is one line, without the name of the file. */
public final class ModuleException extends Exception {
  private static final long serialVersionUID = 1L;

  private final long line;
  private final long column;

  public ModuleException(String message) {
    this(message, 0, 0);
  }

  public ModuleException(String message, long line, long column) {
    super(message);
    this.line = line;
    this.column = column;
  }

  /** The line of the source it is about, from 1, or 0 when it is about none. */
  public long line() {
    return line;
  }

  /** The column, in characters from 1, or 0 when it is about none. */
  public long column() {
    return column;
  }

  /** The message with where it is, for instance {@code Queue.java:3:17: ';' expected}. */
  public String at(String file) {
    return line == 0
        ? String.format("%s: %s", file, getMessage())
        : String.format("%s:%d:%d: %s", file, line, column, getMessage());
  }
}
