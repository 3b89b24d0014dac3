package io.exporteragent.attach;

import java.nio.file.Path;
import java.util.regex.Pattern;

/** The jar that is run, which is also the jar that is loaded into the target. */
public final class Tool {
  private static final Pattern PLAIN = Pattern.compile("[\\w@%+=:,./-]+");

  private final Path jar;
  private final String version;

  /**
   * @param jar absolute
   */
  public Tool(Path jar, String version) {
    this.jar = jar;
    this.version = version;
  }

  Path jar() {
    return jar;
  }

  String version() {
    return version;
  }

  /** A command line of this jar, as one types it into a shell. */
  public String command(String... words) {
    StringBuilder line = new StringBuilder("java -jar ").append(quoted(jar.toString()));
    for (String word : words) {
      if (!word.isEmpty()) {
        line.append(' ').append(quoted(word));
      }
    }
    return line.toString();
  }

  /** The option that starts an application with the agent, as one types it into a shell. */
  String option(String arguments) {
    return quoted("-javaagent:" + jar + (arguments.isEmpty() ? "" : "=" + arguments));
  }

  static String quoted(String word) {
    return PLAIN.matcher(word).matches() ? word : "'" + word.replace("'", "'\\''") + "'";
  }
}
