package io.exporteragent.model;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The names taken on one page. Two families clash not only when their names are equal: a counter
 * {@code jobs} and a gauge {@code jobs_total} are both {@code jobs_total} in the text format, and
 * {@code jobs.done} is {@code jobs_done} to a scraper that does not ask for UTF-8.
 */
public final class FamilyNames<T> {
  private final Map<String, T> owners = new HashMap<>();

  /** Returns the owner of a name that a family of this name and type would clash with, or null. */
  public @Nullable T ownerOf(String name, MetricType type) {
    String plain = plain(name);
    T owner = owners.get(plain);
    List<String> suffixes = MetricNames.sampleSuffixes(type);
    // By index: every family of every page comes here twice.
    for (int i = 0; owner == null && i < suffixes.size(); i++) {
      owner = owners.get(plain.concat(suffixes.get(i)));
    }
    return owner;
  }

  /**
   * Takes the names of a family, unless one of them is taken.
   *
   * @return the owner of the name it clashes with, or null if the names are this owner's now
   */
  public @Nullable T claim(String name, MetricType type, T owner) {
    T other = ownerOf(name, type);
    if (other == null) {
      take(name, type, owner);
    }
    return other;
  }

  /** Takes the names of a family, also from another owner. */
  public void take(String name, MetricType type, T owner) {
    String plain = plain(name);
    owners.put(plain, owner);
    List<String> suffixes = MetricNames.sampleSuffixes(type);
    for (int i = 0; i < suffixes.size(); i++) {
      owners.put(plain.concat(suffixes.get(i)), owner);
    }
  }

  private static String plain(String name) {
    StringBuilder plain = null;
    for (int i = 0; i < name.length(); i++) {
      char c = name.charAt(i);
      boolean legal =
          (c >= 'a' && c <= 'z')
              || (c >= 'A' && c <= 'Z')
              || (c >= '0' && c <= '9')
              || c == '_'
              || c == ':';
      if (!legal) {
        if (plain == null) {
          plain = new StringBuilder(name);
        }
        plain.setCharAt(i, '_');
      }
    }
    return plain == null ? name : plain.toString();
  }
}
