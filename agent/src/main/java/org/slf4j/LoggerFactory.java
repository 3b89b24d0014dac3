package org.slf4j;

import org.slf4j.helpers.NOP_FallbackServiceProvider;
import org.slf4j.spi.SLF4JServiceProvider;

/**
 * Takes the place of slf4j-api's class of the same name in the agent's isolated class loader, and
 * answers a logger that says nothing.
 *
 * <p>slf4j's own class looks for a provider through the context class loader, obeys the
 * application's {@code -Dslf4j.provider}, and prints to the application's stderr when it finds
 * none. Libraries of ours that log, OSHI among them, must do none of this inside somebody else's
 * JVM. The application's own slf4j is another class in another loader and does not notice.
 */
public final class LoggerFactory {
  private static final SLF4JServiceProvider SILENCE = new NOP_FallbackServiceProvider();

  private LoggerFactory() {}

  /** A logger that says nothing. */
  public static Logger getLogger(String name) {
    return SILENCE.getLoggerFactory().getLogger(name);
  }

  /** A logger that says nothing. */
  public static Logger getLogger(Class<?> type) {
    return getLogger(type.getName());
  }

  /** A factory of loggers that say nothing. */
  public static ILoggerFactory getILoggerFactory() {
    return SILENCE.getLoggerFactory();
  }

  /** What {@code MDC} and {@code MarkerFactory} of slf4j-api call in their initialisers. */
  static SLF4JServiceProvider getProvider() {
    return SILENCE;
  }
}
