package oshi.util;

import java.util.ArrayList;
import java.util.List;

/**
 * Takes the place of OSHI's class of this name within the agent's jar, and runs no command: each
 * answers nothing, which OSHI takes for a command that is not installed.
 *
 * <p>A command would be another process within the limits of the application's container, leaves
 * the thread {@code process reaper}, and from Java 21 on loads the application's {@code
 * System.LoggerFinder}. Stateless.
 */
public final class ExecutingCommand {
  private ExecutingCommand() {}

  /** Returns no line. */
  public static List<String> runNative(String command) {
    return new ArrayList<>();
  }

  /** Returns no line. */
  public static List<String> runNative(String[] command) {
    return new ArrayList<>();
  }

  /** Returns no line. */
  public static List<String> runNative(String[] command, String[] environment) {
    return new ArrayList<>();
  }

  /** Returns no line. */
  public static List<String> runPrivilegedNative(String command) {
    return new ArrayList<>();
  }

  /** Returns an empty line. */
  public static String getFirstAnswer(String command) {
    return "";
  }

  /** Returns an empty line. */
  public static String getFirstPrivilegedAnswer(String command) {
    return "";
  }

  /** Returns an empty line. */
  public static String getAnswerAt(String command, int line) {
    return "";
  }

  /** Is called for a command with a configured prefix such as {@code sudo}; the agent sets none. */
  static void destroyProcess(Process process) {
    process.destroy();
  }
}
