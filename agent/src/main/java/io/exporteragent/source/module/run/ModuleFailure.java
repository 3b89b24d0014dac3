package io.exporteragent.source.module.run;

import io.exporteragent.source.module.compile.ModuleException;
import org.jspecify.annotations.Nullable;

/**
 * Tells what a module's code threw, without keeping it: the exception may be of a class of the
 * module, and would keep its loader alive.
 */
public final class ModuleFailure {
  private static final int MAX_LENGTH = 500;

  private ModuleFailure() {}

  /**
   * One line, with the line of the module's source where it happened, if that can be seen.
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
      // Its methods are the module's code too.
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
}
