package io.exporteragent.bootstrap;

import org.jspecify.annotations.Nullable;

/**
 * Recognises the JDK's own tools. {@code JAVA_TOOL_OPTIONS} also reaches {@code jps}, {@code jcmd},
 * {@code javac} or {@code keytool}, where the agent would take the port, write to the terminal and
 * cost time.
 */
final class JdkTool {
  /** Java 8 names its tools by their main class alone. */
  private static final String[] JAVA_8_PREFIXES = {
    "com.sun.tools.",
    "sun.tools.",
    "sun.security.tools.",
    "sun.rmi.registry.",
    "sun.rmi.rmic.",
    "sun.rmi.server.Activation",
    "com.sun.java.util.jar.pack.",
    "com.sun.corba.",
    "jdk.nashorn.tools.",
    "com.oracle.tools."
  };

  private JdkTool() {}

  /** Says whether this JVM runs a tool of the JDK. */
  static boolean isThisJvm() {
    return isTool(System.getProperty("sun.java.command"));
  }

  /**
   * Says whether a command is a tool of the JDK.
   *
   * @param command the property {@code sun.java.command} of HotSpot and OpenJ9: main class, {@code
   *     module/class} or jar, followed by the arguments; null when unknown
   */
  static boolean isTool(@Nullable String command) {
    if (command == null) {
      return false;
    }
    int end = command.indexOf(' ');
    String main = end < 0 ? command : command.substring(0, end);
    int slash = main.indexOf('/');
    if (slash > 0 && (main.startsWith("jdk.") || main.startsWith("java."))) {
      // Since Java 9 the launchers say module/class, and only the JDK has modules of these names.
      // The path of a jar in a directory of such a name ends with .jar.
      return !main.endsWith(".jar");
    }
    for (String prefix : JAVA_8_PREFIXES) {
      if (main.startsWith(prefix)) {
        return true;
      }
    }
    return false;
  }
}
