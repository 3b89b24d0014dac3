package io.exporteragent.source.jvm;

import io.exporteragent.guest.InnerPackages;
import java.lang.instrument.Instrumentation;
import java.lang.management.ManagementFactory;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import org.jspecify.annotations.Nullable;

/**
 * The commands of {@code jcmd}, given to this JVM from within. They are asked of the bean that the
 * platform MBean server would have, without that server, whose creation would initialise the
 * application's logging. Any thread.
 */
final class DiagnosticCommands {
  private static final String BEAN = "com.sun.management.internal.DiagnosticCommandImpl";
  private static final String JAVA_8_BEANS = "sun.management.ManagementFactoryHelper";

  private final Object bean;
  private final Method execute;

  private DiagnosticCommands(Object bean, Method execute) {
    this.bean = bean;
    this.execute = execute;
  }

  /**
   * Finds those of this JVM.
   *
   * @param instrumentation opens the package that has them; null where there is no application, for
   *     which the jar's manifest does so
   * @return null if they cannot be had
   */
  static @Nullable DiagnosticCommands ofThisJvm(@Nullable Instrumentation instrumentation) {
    try {
      // Loads the native library that has them.
      Object loaded = ManagementFactory.getOperatingSystemMXBean();
      Class<?> beans = Class.forName(InnerPackages.hasModules() ? BEAN : JAVA_8_BEANS, false, null);
      if (instrumentation != null) {
        InnerPackages.openOf(beans, instrumentation);
      }
      Method get = beans.getDeclaredMethod("getDiagnosticCommandMBean");
      get.setAccessible(true);
      Object bean = get.invoke(null);
      Method execute = bean.getClass().getDeclaredMethod("executeDiagnosticCommand", String.class);
      execute.setAccessible(true);
      return loaded == null ? null : new DiagnosticCommands(bean, execute);
    } catch (ReflectiveOperationException | RuntimeException | LinkageError e) {
      // This JVM does not let them be used.
      return null;
    }
  }

  /**
   * Gives a command.
   *
   * @param line as for {@code jcmd}, {@code VM.native_memory summary} for instance
   * @return what it says; null if it fails
   */
  @Nullable String say(String line) {
    try {
      return (String) execute.invoke(bean, line);
    } catch (IllegalAccessException | InvocationTargetException e) {
      return null;
    }
  }
}
