package io.exporteragent.gather;

import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Where the agent speaks: one line each. A line about something thrown comes with that, for whoever
 * wants to report a fault: its stack trace follows where {@code EXPORTER_AGENT_DEBUG} is 1.
 */
public interface Messages extends Consumer<String> {

  /** Says a line that is about something thrown. */
  void accept(String line, Throwable cause);

  /**
   * Says a line to whoever takes lines.
   *
   * @param cause what it is about, or null if nothing was thrown
   */
  static void tell(Consumer<String> messages, String line, @Nullable Throwable cause) {
    if (cause != null && messages instanceof Messages) {
      ((Messages) messages).accept(line, cause);
    } else {
      messages.accept(line);
    }
  }
}
