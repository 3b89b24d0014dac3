package io.exporteragent.config;

import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Guesses which known key an unknown one was meant to be. */
public final class NearestKey {
  private static final int MAX_LENGTH = 64;

  private NearestKey() {}

  /** Returns the known key with the fewest typing errors; null if none is near enough. */
  public static @Nullable String to(String written, List<String> known) {
    if (written.length() > MAX_LENGTH) {
      return null;
    }
    String key = written.toLowerCase(Locale.ROOT).replace('-', '_');
    String nearest = null;
    int fewest = Integer.MAX_VALUE;
    for (String candidate : known) {
      int errors = typingErrors(key, candidate);
      boolean near = errors <= Math.max(1, Math.min(key.length(), candidate.length()) / 3);
      if (near && errors < fewest) {
        fewest = errors;
        nearest = candidate;
      }
    }
    return nearest;
  }

  /** Counts letters inserted, missing, wrong or swapped: the optimal string alignment distance. */
  private static int typingErrors(String a, String b) {
    int[][] errors = new int[a.length() + 1][b.length() + 1];
    for (int i = 0; i <= a.length(); i++) {
      for (int j = 0; j <= b.length(); j++) {
        if (i == 0 || j == 0) {
          errors[i][j] = i + j;
          continue;
        }
        int wrong = a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1;
        int fewest = Math.min(errors[i - 1][j], errors[i][j - 1]) + 1;
        fewest = Math.min(fewest, errors[i - 1][j - 1] + wrong);
        if (i > 1
            && j > 1
            && a.charAt(i - 1) == b.charAt(j - 2)
            && a.charAt(i - 2) == b.charAt(j - 1)) {
          fewest = Math.min(fewest, errors[i - 2][j - 2] + 1);
        }
        errors[i][j] = fewest;
      }
    }
    return errors[a.length()][b.length()];
  }
}
