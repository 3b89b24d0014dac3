package io.exporteragent.guest;

import java.lang.instrument.Instrumentation;
import java.nio.channels.spi.SelectorProvider;
import org.jspecify.annotations.Nullable;

/**
 * Finds the JDK's own provider of sockets. {@link SelectorProvider#provider()} would fix the
 * provider for the whole JVM, which the application may still set in {@code main}, and would search
 * the application's class path for one.
 */
public final class Sockets {
  private static final String PACKAGE = "sun.nio.ch";

  private Sockets() {}

  /**
   * Returns the default provider of the JDK for this platform.
   *
   * @param instrumentation of the application, null when there is no application
   */
  public static SelectorProvider provider(@Nullable Instrumentation instrumentation) {
    if (instrumentation != null) {
      try {
        InnerPackages.export(instrumentation, PACKAGE);
        return byDefault(Class.forName(PACKAGE + ".DefaultSelectorProvider"));
      } catch (ReflectiveOperationException | RuntimeException | LinkageError e) {
        // A JVM with another implementation: accept the drawbacks described above.
        return SelectorProvider.provider();
      }
    }
    return SelectorProvider.provider();
  }

  private static SelectorProvider byDefault(Class<?> type) throws ReflectiveOperationException {
    String method;
    try {
      return (SelectorProvider) type.getMethod("get").invoke(null);
    } catch (NoSuchMethodException e) {
      // Up to Java 15.
      method = "create";
    }
    return (SelectorProvider) type.getMethod(method).invoke(null);
  }
}
