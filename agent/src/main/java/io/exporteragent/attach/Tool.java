package io.exporteragent.attach;

import io.exporteragent.attach.AttachException.Reason;
import io.exporteragent.config.ArgumentGrammar;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.regex.Pattern;

/** The jar that is run, which is also the jar that is loaded into the target. Immutable. */
public final class Tool {
  private static final Pattern PLAIN = Pattern.compile("[\\w@%+=:,./-]+");

  private final Path jar;
  private final String version;
  private final ArgumentGrammar arguments;

  /**
   * Describes a jar.
   *
   * @param jar absolute
   * @param arguments how its agent understands what it is given
   */
  public Tool(Path jar, String version, ArgumentGrammar arguments) {
    this.jar = jar;
    this.version = version;
    this.arguments = arguments;
  }

  Path jar() {
    return jar;
  }

  String version() {
    return version;
  }

  ArgumentGrammar arguments() {
    return arguments;
  }

  /** Writes a command line of this jar, ready to be pasted into a shell. */
  public String commandLine(String... words) {
    StringBuilder line = new StringBuilder("java -jar ").append(quoted(jar.toString()));
    for (String word : words) {
      if (!word.isEmpty()) {
        line.append(' ').append(quoted(word));
      }
    }
    return line.toString();
  }

  static String quoted(String word) {
    return PLAIN.matcher(word).matches() ? word : "'" + word.replace("'", "'\\''") + "'";
  }

  /** What the user asked of one JVM, for messages that repeat it. Immutable. */
  static final class Command {
    private final Tool tool;
    private final String verb;
    private final long pid;
    private final String arguments;
    private final List<String> more;

    /** Repeats a command that takes arguments of the agent. */
    Command(Tool tool, String verb, long pid, String arguments) {
      this(tool, verb, pid, arguments, Collections.emptyList());
    }

    /**
     * Repeats a command with words of its own.
     *
     * @param more words behind the arguments of the agent
     */
    Command(Tool tool, String verb, long pid, String arguments, List<String> more) {
      this.tool = tool;
      this.verb = verb;
      this.pid = pid;
      this.arguments = arguments;
      this.more = more;
    }

    Tool tool() {
      return tool;
    }

    long pid() {
      return pid;
    }

    String arguments() {
      return arguments;
    }

    /** Writes the same command once more. */
    String again() {
      return with(arguments);
    }

    /** Writes the same command with other arguments. */
    String with(String other) {
      List<String> words = new ArrayList<>(Arrays.asList(verb, Long.toString(pid), other));
      words.addAll(more);
      return tool.commandLine(words.toArray(new String[0]));
    }

    String adviceToList() {
      return "list the JVMs of this host: " + tool.commandLine("list");
    }

    String adviceToAskAgain() {
      return "ask again: " + tool.commandLine("status", Long.toString(pid));
    }

    String adviceToWait() {
      return "give it more time: " + again() + " --timeout 1m";
    }

    /** Writes the option that starts the application with the agent. */
    String startOption() {
      return quoted("-javaagent:" + tool.jar + (arguments.isEmpty() ? "" : "=" + arguments));
    }

    /** Makes the refusal of a JVM that was started with this option. */
    AttachException disabled(String option) {
      return new AttachException(
          Reason.DISABLED,
          "it was started with " + option,
          "start it without that option, or with " + startOption());
    }

    /** Makes the refusal of a JVM of another user, with the command that becomes that user. */
    AttachException notOf(String user, String problem) {
      return new AttachException(
          Reason.NOT_PERMITTED, problem, "run: sudo -u " + quoted(user) + " " + again());
    }
  }
}
