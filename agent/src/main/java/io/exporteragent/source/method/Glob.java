package io.exporteragent.source.method;

import java.util.function.IntPredicate;

/**
 * Matches a sequence with one in which some elements stand for any number of others. Goes back to
 * the last such element only, so that no pattern takes more than the product of both lengths.
 */
final class Glob {
  private Glob() {}

  /**
   * @param many whether the element of the pattern at this index stands for any number of items
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

  /** Whether a text matches a pattern in which {@code *} stands for any number of characters. */
  static boolean matches(String pattern, String text) {
    return matches(
        pattern.length(),
        p -> pattern.charAt(p) == '*',
        text.length(),
        (p, i) -> pattern.charAt(p) == text.charAt(i));
  }

  /** Whether an element of the pattern that stands for one item stands for this one. */
  interface OneItem {
    boolean matches(int patternIndex, int itemIndex);
  }
}
