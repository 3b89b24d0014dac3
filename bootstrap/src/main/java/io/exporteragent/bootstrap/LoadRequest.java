package io.exporteragent.bootstrap;

import java.io.File;
import java.net.URI;
import org.jspecify.annotations.Nullable;

/**
 * What one loading of the agent asks for:
 *
 * <pre>
 *   request   = [ "jar=" uri [ " " ] ] [ "detach" | arguments ]
 *   uri       = the file: URI, without spaces, of the jar whose core shall run
 *   arguments = passed to that core unchanged
 * </pre>
 *
 * <p>Without {@code jar=} the core of the jar that these classes come from shall run; {@code
 * -javaagent} and {@code jcmd JVMTI.agent_load} ask for that. Immutable.
 */
final class LoadRequest {
  private static final String JAR = "jar=";
  private static final String DETACH = "detach";

  private final File jar;
  private final String arguments;

  private LoadRequest(File jar, String arguments) {
    this.jar = jar;
    this.arguments = arguments;
  }

  /**
   * Parses what the JVM passes to the agent.
   *
   * @param ownJar the jar that these classes come from
   * @throws IllegalArgumentException if what follows {@code jar=} is not a file: URI
   */
  static LoadRequest parse(@Nullable String text, File ownJar) {
    String rest = text == null ? "" : text.trim();
    if (!rest.startsWith(JAR)) {
      return new LoadRequest(ownJar, rest);
    }
    int space = rest.indexOf(' ');
    String uri = rest.substring(JAR.length(), space < 0 ? rest.length() : space);
    return new LoadRequest(
        new File(URI.create(uri)), space < 0 ? "" : rest.substring(space + 1).trim());
  }

  File jar() {
    return jar;
  }

  boolean isDetach() {
    return arguments.equals(DETACH);
  }

  /** Returns what is meant for the core; empty when nothing was given. */
  String arguments() {
    return arguments;
  }
}
