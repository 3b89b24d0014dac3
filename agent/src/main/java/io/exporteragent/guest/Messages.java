package io.exporteragent.guest;

import org.jspecify.annotations.Nullable;

/**
 * Receives what the agent has to say, one line each. Any thread may call it, and no method throws.
 *
 * <pre>
 *   Messages messages = line -&gt; System.out.println(line);
 *   messages.say("the port is in use");
 * </pre>
 */
public interface Messages {

  /** Says a line. */
  void say(String line);

  /**
   * Says a line about something thrown. The stack trace follows where {@code EXPORTER_AGENT_DEBUG}
   * is 1.
   *
   * @param cause null if nothing was thrown
   */
  default void say(String line, @Nullable Throwable cause) {
    say(line);
  }
}
