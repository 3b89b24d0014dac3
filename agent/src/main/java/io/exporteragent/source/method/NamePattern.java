package io.exporteragent.source.method;

import java.util.ArrayList;
import java.util.List;

/**
 * A pattern of class names, with inner classes as the JVM writes them: {@code com.shop.Order$Item}.
 * {@code *} stands for any characters but a dot, {@code ..} for any number of packages, and a name
 * without a package for that name in any package.
 */
final class NamePattern {
  /** Stands for any number of packages; a segment is empty nowhere else. */
  private static final String ANY_PACKAGES = "";

  private final String text;
  private final boolean exact;
  private final List<String> segments;

  /**
   * @param text segments separated by one or two dots, optionally preceded by two
   */
  NamePattern(String text) {
    this.text = text;
    boolean qualified = text.indexOf('.') >= 0;
    this.exact = qualified && text.indexOf('*') < 0 && !text.contains("..");
    this.segments = segments(qualified ? text : ".." + text);
  }

  private static List<String> segments(String text) {
    List<String> segments = new ArrayList<>();
    int from = 0;
    if (text.startsWith("..")) {
      segments.add(ANY_PACKAGES);
      from = 2;
    }
    while (from <= text.length()) {
      int dot = text.indexOf('.', from);
      int to = dot < 0 ? text.length() : dot;
      segments.add(text.substring(from, to));
      from = to + 1;
    }
    return segments;
  }

  /** Returns whether the pattern is the name of one class (in each class loader). */
  boolean isExact() {
    return exact;
  }

  /** Returns whether the pattern consists of wildcards only. */
  boolean isAny() {
    return text.chars().allMatch(c -> c == '*' || c == '.');
  }

  boolean matches(String name) {
    if (exact) {
      return text.equals(name);
    }
    List<String> parts = segments(name);
    return Glob.matches(
        segments.size(),
        p -> segments.get(p).equals(ANY_PACKAGES),
        parts.size(),
        (p, i) -> Glob.matches(segments.get(p), parts.get(i)));
  }

  @Override
  public String toString() {
    return text;
  }
}
