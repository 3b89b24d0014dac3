package io.exporteragent.source.method;

import java.util.function.IntPredicate;

/**
 * Matches a sequence against a pattern with wildcards. Backtracks to the last wildcard only, so
 * that the time is at most the product of both lengths.
 */
final class Glob {
  private Glob() {}

  /**
   * @param many whether the pattern element at this index stands for any number of items
   */
  static boolean matches(int patternLength, IntPredicate many, int itemCount, OneItem one) {
    int p = 0;
    int i = 0;
    int lastMany = -1;
    int resume = 0;
    while (i < itemCount) {
      if (p < patternLength && many.test(p)) {
        lastMany = p++;
        resume = i;
      } else if (p < patternLength && one.matches(p, i)) {
        p++;
        i++;
      } else if (lastMany >= 0) {
        p = lastMany + 1;
        i = ++resume;
      } else {
        return false;
      }
    }
    while (p < patternLength && many.test(p)) {
      p++;
    }
    return p == patternLength;
  }

  /** Returns whether a text matches a pattern where {@code *} is any number of characters. */
  static boolean matches(String pattern, String text) {
    return matches(
        pattern.length(),
        p -> pattern.charAt(p) == '*',
        text.length(),
        (p, i) -> pattern.charAt(p) == text.charAt(i));
  }

  /** Compares an element of the pattern that is no wildcard with an item. */
  interface OneItem {
    boolean matches(int patternIndex, int itemIndex);
  }
}
