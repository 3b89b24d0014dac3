package io.exporteragent.http;

import io.exporteragent.gather.Messages;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/** Tells of a trouble when it begins or changes, and not again with every request. */
final class Troubles {
  private final Map<String, String> present = new ConcurrentHashMap<>();
  private final Consumer<String> messages;

  Troubles(Consumer<String> messages) {
    this.messages = messages;
  }

  /**
   * @param subject what has the trouble; a fixed set of names
   * @param cause what was thrown
   */
  void tell(String subject, String message, Throwable cause) {
    String line = message.replaceAll("\\p{Cntrl}+", " ");
    if (!line.equals(present.put(subject, line))) {
      Messages.tell(messages, line, cause);
    }
  }

  void over(String subject) {
    present.remove(subject);
  }
}
