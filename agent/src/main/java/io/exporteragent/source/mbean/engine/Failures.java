package io.exporteragent.source.mbean.engine;

import io.exporteragent.guest.Messages;
import java.util.HashSet;
import java.util.Set;

/**
 * Counts what fails in a scrape, and says each kind of failure once. For one thread at a time, but
 * for {@link #say}.
 */
final class Failures {
  /** An application with ever new beans may have ever new failures. */
  private static final int MOST_LINES = 20;

  private final Messages messages;
  private final String what;
  private final Set<String> said = new HashSet<>();
  private int count;

  /**
   * Creates a count.
   *
   * @param what is read, for messages: the file or the pack
   */
  Failures(Messages messages, String what) {
    this.messages = messages;
    this.what = what;
  }

  /**
   * Counts a failure.
   *
   * @param kind failures of one kind are said once
   * @param line what failed and what comes of it
   */
  void add(String kind, String line) {
    count++;
    say(kind, line);
  }

  /** Says something without counting it, unless it was said or too much was. Any thread. */
  synchronized void say(String kind, String line) {
    if (said.size() < MOST_LINES && said.add(kind)) {
      messages.say(oneLine(what + ": " + line));
      if (said.size() == MOST_LINES) {
        messages.say(what + ": further failures of MBeans are only counted");
      }
    }
  }

  private static String oneLine(String text) {
    String line = text.replaceAll("\\p{Cntrl}+", " ");
    return line.length() > 500 ? line.substring(0, 500) + "..." : line;
  }

  /** Returns the number of failures since this was last called. */
  int take() {
    int taken = count;
    count = 0;
    return taken;
  }
}
