package io.exporteragent.source.signal.boot;

import java.lang.ref.WeakReference;
import java.util.Collection;
import org.jspecify.annotations.Nullable;

/**
 * The patterns of servlets, learnt once for each for {@link ExporterAgentSignals1}, in the boot
 * loader as that is. Any thread may call it; none waits.
 */
public final class ExporterAgentMappings1 {
  private static final int MAX_PATTERNS = 1000;

  /** Servlets, referred to weakly, and the only pattern of each, in turn. */
  private static volatile @Nullable Object[] patterns = new Object[16];

  private ExporterAgentMappings1() {}

  /**
   * Returns the one pattern of a servlet; empty if it has several, null if that is not known yet.
   */
  static @Nullable String pattern(Object servlet) {
    @Nullable Object[] known = patterns;
    return (String) known[patternAt(known, servlet) + 1];
  }

  /**
   * Learns the patterns of a servlet.
   *
   * @param all an array or a collection of its patterns
   * @return the only one, empty if there are others
   */
  static String learn(Object servlet, @Nullable Object all) {
    Object array = all instanceof Collection ? ((Collection<?>) all).toArray() : all;
    Object[] each = array instanceof Object[] ? (Object[]) array : new Object[0];
    String pattern = each.length == 1 ? String.valueOf(each[0]) : "";
    // Of two threads at once one learns in vain, and again with the next request.
    patterns = withPattern(patterns, servlet, pattern);
    return pattern;
  }

  private static @Nullable Object[] withPattern(
      @Nullable Object[] known, Object servlet, String pattern) {
    int live = 1;
    for (int i = 0; i < known.length; i += 2) {
      live += servletAt(known, i) == null ? 0 : 1;
    }
    if (live > MAX_PATTERNS) {
      return known;
    }
    @Nullable Object[] more = new Object[Math.max(16, 4 * Integer.highestOneBit(2 * live - 1))];
    for (int i = 0; i < known.length; i += 2) {
      Object each = servletAt(known, i);
      if (each != null && each != servlet) {
        int at = patternAt(more, each);
        more[at] = known[i];
        more[at + 1] = known[i + 1];
      }
    }
    int at = patternAt(more, servlet);
    more[at] = new WeakReference<>(servlet);
    more[at + 1] = pattern;
    return more;
  }

  private static @Nullable Object servletAt(@Nullable Object[] known, int at) {
    Object reference = known[at];
    return reference == null ? null : ((WeakReference<?>) reference).get();
  }

  /** Returns where a servlet is, or where it would be. There always is a place without one. */
  private static int patternAt(@Nullable Object[] known, Object servlet) {
    int mask = known.length - 2;
    int at = (2 * System.identityHashCode(servlet)) & mask;
    while (known[at] != null && servletAt(known, at) != servlet) {
      at = (at + 2) & mask;
    }
    return at;
  }
}
