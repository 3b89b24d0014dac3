package io.exporteragent.http;

import io.exporteragent.guest.Messages;
import io.exporteragent.guest.Report;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Reports a failure when it begins or changes, not with every request, and about one subject at
 * most once a minute. Any thread.
 */
final class Troubles {
  private static final String NONE = "";

  private final Map<String, Report> reports = new ConcurrentHashMap<>();
  private final Messages messages;

  Troubles(Messages messages) {
    this.messages = messages;
  }

  /**
   * @param subject what fails; one of a fixed set of names
   * @param cause what was thrown
   */
  void tell(String subject, String message, Throwable cause) {
    String line = message.replaceAll("\\p{Cntrl}+", " ");
    reports
        .computeIfAbsent(subject, key -> new Report(NONE, System::nanoTime))
        .state(line, () -> line, text -> messages.say(text, cause));
  }

  void over(String subject) {
    Report report = reports.get(subject);
    if (report != null) {
      report.silently(NONE);
    }
  }
}
