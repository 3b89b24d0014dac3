package io.exporteragent.guest;

import org.jspecify.annotations.Nullable;

/**
 * Receives the agent's messages, one line each. Any thread may call it, and no method throws.
 *
 * <pre>
 *   Messages messages = line -&gt; System.out.println(line);
 *   messages.say("the port is in use");
 * </pre>
 */
public interface Messages {

  /** Prints a line. */
  void say(String line);

  /**
   * Prints a line about an exception, with its stack trace if {@code EXPORTER_AGENT_DEBUG} is 1.
   *
   * @param cause null if nothing was thrown
   */
  default void say(String line, @Nullable Throwable cause) {
    say(line);
  }
}
