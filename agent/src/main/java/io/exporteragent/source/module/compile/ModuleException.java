package io.exporteragent.source.module.compile;

import org.jspecify.annotations.Nullable;

/**
 * Says why a module cannot be used or has failed: one line without the name of the file, and the
 * place in its source. Refers to no class of the module, so keeping it keeps no loader in memory.
 */
public final class ModuleException extends Exception {
  private static final long serialVersionUID = 1L;

  /** Longer messages of a module's own are cut off there. */
  private static final int MAX_LENGTH = 500;

  private final long line;
  private final long column;

  /** Says what is wrong, but not where. */
  public ModuleException(String message) {
    this(message, 0, 0);
  }

  /** Says what is wrong at a line and a column, each from 1 or 0 if unknown. */
  ModuleException(String message, long line, long column) {
    super(message);
    this.line = line;
    this.column = column;
  }

  /**
   * Describes what a module's code threw in one line, with the line of its source where that
   * happened if the stack trace shows one. Keeps the text and the stack trace alone: the exception
   * itself may be of a class of the module, and would keep its loader in memory.
   *
   * @param className of the module
   */
  public static ModuleException of(@Nullable Throwable thrown, String className) {
    if (thrown instanceof ModuleException) {
      return (ModuleException) thrown;
    }
    try {
      Throwable cause = thrown;
      if (cause instanceof ExceptionInInitializerError && cause.getCause() != null) {
        cause = cause.getCause();
      }
      ModuleException failure =
          new ModuleException(oneLine(String.valueOf(cause)), line(cause, className), 0);
      if (cause != null) {
        failure.setStackTrace(cause.getStackTrace());
      }
      return failure;
    } catch (Throwable t) {
      // The methods of an exception are the module's code too.
      return new ModuleException(thrown == null ? "null" : thrown.getClass().getName());
    }
  }

  private static String oneLine(String text) {
    String line = text.replaceAll("\\s+", " ");
    return line.length() <= MAX_LENGTH ? line : line.substring(0, MAX_LENGTH) + "...";
  }

  private static int line(@Nullable Throwable thrown, String className) {
    if (thrown != null) {
      for (StackTraceElement frame : thrown.getStackTrace()) {
        String name = frame.getClassName();
        if (name.equals(className) || name.startsWith(className + "$")) {
          return Math.max(0, frame.getLineNumber());
        }
      }
    }
    return 0;
  }

  /** Returns the line of the module's source, from 1; 0 if unknown. */
  public long line() {
    return line;
  }

  /** Returns the column in characters, from 1; 0 if unknown. */
  public long column() {
    return column;
  }

  /** Returns the message with its place, for instance {@code Queue.java:3:17: ';' expected}. */
  public String at(String file) {
    return line == 0
        ? String.format("%s: %s", file, getMessage())
        : String.format("%s:%d:%d: %s", file, line, column, getMessage());
  }

  /** Returns the message with its place, for instance {@code line 3, column 17: ';' expected}. */
  public String withPlace() {
    if (line == 0) {
      return String.valueOf(getMessage());
    }
    return column == 0
        ? String.format("line %d: %s", line, getMessage())
        : String.format("line %d, column %d: %s", line, column, getMessage());
  }
}
