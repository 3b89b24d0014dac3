package io.exporteragent.guest;

import java.io.File;
import java.io.IOException;
import java.lang.management.ManagementFactory;

/**
 * The process id. {@code ProcessHandle} is there from Java 9 on; on Java 8 the name of the runtime
 * bean costs a look-up of the host name, so {@code /proc/self} is tried first.
 */
public final class ProcessId {
  private ProcessId() {}

  /** Returns the id of this process, for messages. */
  public static String current() {
    try {
      Class<?> handle = Class.forName("java.lang.ProcessHandle");
      Object self = handle.getMethod("current").invoke(null);
      return String.valueOf(handle.getMethod("pid").invoke(self));
    } catch (ReflectiveOperationException e) {
      return onJava8();
    }
  }

  private static String onJava8() {
    try {
      String name = new File("/proc/self").getCanonicalFile().getName();
      if (!name.equals("self")) {
        return name;
      }
    } catch (IOException e) {
      return fromRuntimeBean();
    }
    return fromRuntimeBean();
  }

  private static String fromRuntimeBean() {
    return ManagementFactory.getRuntimeMXBean().getName().split("@", 2)[0];
  }
}
