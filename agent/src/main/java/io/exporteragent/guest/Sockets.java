package io.exporteragent.guest;

import java.lang.instrument.Instrumentation;
import java.nio.channels.spi.SelectorProvider;
import org.jspecify.annotations.Nullable;

/**
 * Finds the JDK's own provider of sockets. {@link SelectorProvider#provider()} would fix for the
 * whole JVM what the application may yet set in {@code main}, and look for providers on its class
 * path.
 */
public final class Sockets {
  private static final String PACKAGE = "sun.nio.ch";

  private Sockets() {}

  /**
   * The provider that the JDK takes by default on this platform.
   *
   * @param instrumentation of the application, or null when there is none to be careful of
   */
  public static SelectorProvider provider(@Nullable Instrumentation instrumentation) {
    if (instrumentation != null) {
      try {
        InnerPackages.export(instrumentation, PACKAGE);
        return byDefault(Class.forName(PACKAGE + ".DefaultSelectorProvider"));
      } catch (ReflectiveOperationException | RuntimeException | LinkageError e) {
        // A JVM whose sockets are others: what is said above is the price then.
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
