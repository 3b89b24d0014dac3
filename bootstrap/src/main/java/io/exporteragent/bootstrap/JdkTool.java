package io.exporteragent.bootstrap;

import org.jspecify.annotations.Nullable;

/**
 * Tells the JDK's own tools from applications. {@code JAVA_TOOL_OPTIONS} reaches {@code jps},
 * {@code jcmd}, {@code javac} or {@code keytool} too, where an agent would only disturb: take the
 * port, write to the terminal, cost time.
 */
final class JdkTool {
  /** Tools of Java 8, which are named by their main class alone. */
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

  static boolean isThisJvm() {
    return isTool(System.getProperty("sun.java.command"));
  }

  /**
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
      // Since Java 9 the launchers say module/class, and these module names are the JDK's alone;
      // a jar in a directory called jdk.something still ends with .jar.
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
