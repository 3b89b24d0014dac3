package io.exporteragent.http;

import io.exporteragent.gather.Messages;
import io.exporteragent.gather.Report;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/**
 * Tells of a trouble when it begins or changes, not again with every request, and of one subject no
 * more than once a minute. Any thread.
 */
final class Troubles {
  private static final String NONE = "";

  private final Map<String, Report> reports = new ConcurrentHashMap<>();
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
    reports
        .computeIfAbsent(subject, key -> new Report(NONE, System::nanoTime))
        .state(line, () -> line, text -> Messages.tell(messages, text, cause));
  }

  void over(String subject) {
    Report report = reports.get(subject);
    if (report != null) {
      report.silently(NONE);
    }
  }
}
