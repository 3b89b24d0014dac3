package io.exporteragent.source.mbean.engine;

import io.exporteragent.guest.Messages;
import java.util.HashSet;
import java.util.Set;
import java.util.function.Supplier;

/**
 * Counts what fails in a scrape, and says each kind of failure once. For one thread at a time, but
 * for {@link #say}.
 */
final class Failures {
  /** An application with ever new beans may have ever new failures. */
  private static final int MOST_LINES = 20;

  /** Servers have whole families of beans whose attributes throw by design. */
  private static final int MOST_HINTS = 5;

  private final Messages messages;
  private final String what;
  private final Set<String> said = new HashSet<>();
  private int count;
  private int lines;
  private int hints;

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
  void add(String kind, Supplier<String> line) {
    count++;
    say(kind, line);
  }

  /** Says something without counting it, unless it was said or too much was. Any thread. */
  void say(String kind, Supplier<String> line) {
    int number = numberOf(kind);
    if (number > 0) {
      messages.say(oneLine(what + ": " + line.get()));
      if (number == MOST_LINES) {
        messages.say(what + ": further failures of MBeans are only counted");
      }
    }
  }

  /** Returns the number of a line that is to be said, otherwise 0. */
  private synchronized int numberOf(String kind) {
    return lines < MOST_LINES && said.add(kind) ? ++lines : 0;
  }

  /**
   * Says what is odd, but as its bean wants it, and counts nothing.
   *
   * @param kind what is of one kind is said once
   */
  void hint(String kind, Supplier<String> line) {
    if (isHint(kind)) {
      messages.say(oneLine(what + ": " + line.get()));
    }
  }

  private synchronized boolean isHint(String kind) {
    if (hints == MOST_HINTS || !said.add(kind)) {
      return false;
    }
    hints++;
    return true;
  }

  /** Returns whether any hint would be said. */
  synchronized boolean hasHintsLeft() {
    return hints < MOST_HINTS;
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
