package io.exporteragent.model;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The names taken on one page. Two families clash not only when their names are equal: a counter
 * {@code jobs} and a gauge {@code jobs_total} are both {@code jobs_total} in the text format, and
 * {@code jobs.done} is {@code jobs_done} to a scraper that does not ask for UTF-8.
 *
 * <p>A hash table of the families by what their names begin with, without any of the endings of
 * samples: only those of one beginning can clash. It makes no strings, since every family of every
 * page comes here.
 */
public final class FamilyNames<T> {
  private static final List<String> SUFFIXES = MetricNames.suffixes();

  private @Nullable String[] names;
  private @Nullable MetricType[] types;
  private @Nullable Object[] owners;
  private int size;

  /** Creates names of which none is taken. */
  public FamilyNames() {
    this(16);
  }

  /**
   * Creates names of which none is taken.
   *
   * @param expected about how many will be
   */
  public FamilyNames(int expected) {
    int length = Integer.highestOneBit(Math.max(8, expected + expected / 2)) * 2;
    names = new String[length];
    types = new MetricType[length];
    owners = new Object[length];
  }

  /** Returns the owner of a name that a family of this name and type would clash with, or null. */
  @SuppressWarnings("unchecked") // what is put is an owner
  public @Nullable T ownerOf(String name, MetricType type) {
    for (int at = place(name); names[at] != null; at = next(at)) {
      if (isClash(name, type, at)) {
        return (T) owners[at];
      }
    }
    return null;
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

  /** Takes the names of a family that does not clash, or with families of the same owner only. */
  public void take(String name, MetricType type, T owner) {
    if (++size > names.length / 4 * 3) {
      grow();
    }
    put(name, type, owner);
  }

  private void put(String name, @Nullable MetricType type, @Nullable Object owner) {
    int at = place(name);
    while (names[at] != null) {
      at = next(at);
    }
    names[at] = name;
    types[at] = type;
    owners[at] = owner;
  }

  private void grow() {
    @Nullable String[] oldNames = names;
    @Nullable MetricType[] oldTypes = types;
    @Nullable Object[] oldOwners = owners;
    names = new String[2 * oldNames.length];
    types = new MetricType[2 * oldNames.length];
    owners = new Object[2 * oldNames.length];
    for (int i = 0; i < oldNames.length; i++) {
      String name = oldNames[i];
      if (name != null) {
        put(name, oldTypes[i], oldOwners[i]);
      }
    }
  }

  private int next(int at) {
    return (at + 1) & (names.length - 1);
  }

  private int place(String name) {
    int end = beginning(name);
    int hash = 0;
    for (int i = 0; i < end; i++) {
      hash = 31 * hash + plain(name.charAt(i));
    }
    return (hash ^ (hash >>> 16)) & (names.length - 1);
  }

  /** Returns the length of a name without any endings of samples. */
  private static int beginning(String name) {
    int end = name.length();
    int shorter = withoutSuffix(name, end);
    while (shorter < end) {
      end = shorter;
      shorter = withoutSuffix(name, end);
    }
    return end;
  }

  private static int withoutSuffix(String name, int end) {
    for (int i = 0; i < SUFFIXES.size(); i++) {
      String suffix = SUFFIXES.get(i);
      int start = end - suffix.length();
      if (start > 0 && isAt(suffix, name, start)) {
        return start;
      }
    }
    return end;
  }

  private boolean isClash(String name, MetricType type, int at) {
    String other = names[at];
    MetricType otherType = types[at];
    if (other == null || otherType == null) {
      return false;
    }
    List<String> otherSuffixes = MetricNames.sampleSuffixes(otherType);
    if (isClash(name, "", other, otherSuffixes)) {
      return true;
    }
    List<String> suffixes = MetricNames.sampleSuffixes(type);
    for (int i = 0; i < suffixes.size(); i++) {
      if (isClash(name, suffixes.get(i), other, otherSuffixes)) {
        return true;
      }
    }
    return false;
  }

  private static boolean isClash(
      String name, String suffix, String other, List<String> otherSuffixes) {
    if (isEqual(name, suffix, other, "")) {
      return true;
    }
    for (int i = 0; i < otherSuffixes.size(); i++) {
      if (isEqual(name, suffix, other, otherSuffixes.get(i))) {
        return true;
      }
    }
    return false;
  }

  private static boolean isEqual(String name, String suffix, String other, String otherSuffix) {
    int length = name.length() + suffix.length();
    if (length != other.length() + otherSuffix.length()) {
      return false;
    }
    for (int i = 0; i < length; i++) {
      if (charAt(name, suffix, i) != charAt(other, otherSuffix, i)) {
        return false;
      }
    }
    return true;
  }

  private static char charAt(String name, String suffix, int at) {
    return at < name.length() ? plain(name.charAt(at)) : suffix.charAt(at - name.length());
  }

  private static boolean isAt(String suffix, String name, int start) {
    for (int i = 0; i < suffix.length(); i++) {
      if (plain(name.charAt(start + i)) != suffix.charAt(i)) {
        return false;
      }
    }
    return true;
  }

  private static char plain(char c) {
    boolean legal =
        (c >= 'a' && c <= 'z')
            || (c >= 'A' && c <= 'Z')
            || (c >= '0' && c <= '9')
            || c == '_'
            || c == ':';
    return legal ? c : '_';
  }
}
