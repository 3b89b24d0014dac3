package com.sun.jna;

/**
 * Stands in JNA for {@code java.util.logging.Logger}, and says nothing; the name is changed in its
 * classes when the jar is packed. A logger of the JDK would initialise the {@code LogManager}, for
 * which the application may not be ready, and write where the application logs. What fails in JNA
 * is thrown beside.
 */
public final class NoLogger {
  private static final NoLogger SILENCE = new NoLogger();

  private NoLogger() {}

  /** Returns the logger that says nothing. */
  public static NoLogger getLogger(String name) {
    return SILENCE;
  }

  /** Returns false. */
  public boolean isLoggable(NoLevel level) {
    return false;
  }

  /** Says nothing. */
  public void warning(String message) {}

  /** Says nothing. */
  public void log(NoLevel level, String message) {}

  /** Says nothing. */
  public void log(NoLevel level, String message, Object value) {}

  /** Says nothing. */
  public void log(NoLevel level, String message, Object[] values) {}

  /** Says nothing. */
  public void log(NoLevel level, String message, Throwable thrown) {}
}
