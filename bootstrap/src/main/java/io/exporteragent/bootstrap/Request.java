package io.exporteragent.bootstrap;

import java.io.File;
import java.net.URI;
import org.jspecify.annotations.Nullable;

/**
 * What the agent was loaded for:
 *
 * <pre>
 *   request   = [ "jar=" uri [ " " ] ] [ "detach" | arguments ]
 *   uri       = the file: URI of the jar whose core is meant, without spaces
 *   arguments = handed to that core as they are
 * </pre>
 *
 * <p>Without {@code jar=} the jar of these very classes is meant, which is what {@code jcmd
 * JVMTI.agent_load} and {@code -javaagent} can ask for. Immutable.
 */
final class Request {
  private static final String JAR = "jar=";
  private static final String DETACH = "detach";

  private final File jar;
  private final String arguments;

  private Request(File jar, String arguments) {
    this.jar = jar;
    this.arguments = arguments;
  }

  /**
   * @throws IllegalArgumentException if what follows {@code jar=} is not a file: URI
   */
  static Request parse(@Nullable String text, File ownJar) {
    String rest = text == null ? "" : text.trim();
    if (!rest.startsWith(JAR)) {
      return new Request(ownJar, rest);
    }
    int space = rest.indexOf(' ');
    String uri = rest.substring(JAR.length(), space < 0 ? rest.length() : space);
    return new Request(
        new File(URI.create(uri)), space < 0 ? "" : rest.substring(space + 1).trim());
  }

  File jar() {
    return jar;
  }

  boolean isDetach() {
    return arguments.equals(DETACH);
  }

  /** For the core; empty when none were given. */
  String arguments() {
    return arguments;
  }
}
