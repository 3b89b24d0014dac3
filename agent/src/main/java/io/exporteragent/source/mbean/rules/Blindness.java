package io.exporteragent.source.mbean.rules;

import io.exporteragent.source.mbean.rules.PatternShape.Item;
import io.exporteragent.source.mbean.rules.PatternShape.Kind;
import io.exporteragent.source.mbean.rules.PatternShape.Sequence;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Proves of a pattern that its matches do not depend on the number at the end of a text like {@code
 * domain<k=v><>attribute: 42}: it is blind to numbers. Then one evaluation holds for every number.
 *
 * <p>The proof reads the pattern from its end. A match that ended within the number would have
 * consumed its last characters there with what stands last in the pattern. So if something
 * mandatory cannot match within any number, and nothing behind it can match the colon or the blank
 * in front of the number, no match ends there. The same holds if the pattern ends with a colon and
 * at most one character more, since a number has no colon. What stands last and matches anything is
 * left out of account, unless it is a group whose content is used.
 *
 * <p>Sufficient, not necessary: whatever is not understood is not blind.
 */
final class Blindness {
  private static final String[] WORDS = {"NaN", "-Infinity", "true", "false"};
  private static final String DIGITS = "0123456789.+-E";
  private static final String NUMERIC = "0123456789.+-ENaIfintyruels";

  /** What the end of a sequence says of its matches. */
  private enum End {
    /** It may consume the colon or the blank in front of the number. */
    OPEN,
    /** No match of it ends within a number. */
    CLOSED,
    /** It stays on one side, and what is in front of it decides. */
    UNDECIDED
  }

  private final Set<Integer> used;
  private final boolean isCaseInsensitive;

  private Blindness(Set<Integer> used, boolean isCaseInsensitive) {
    this.used = used;
    this.isCaseInsensitive = isCaseInsensitive;
  }

  /**
   * Returns whether matches do not depend on the number.
   *
   * @param used the groups whose content is used; null if any may be
   */
  static boolean isProved(PatternShape shape, @Nullable Set<Integer> used) {
    if (shape.alternatives().isEmpty() || used == null || used.contains(0)) {
      return false;
    }
    Blindness blindness = new Blindness(used, shape.isCaseInsensitive());
    for (Sequence alternative : shape.alternatives()) {
      if (hasOther(alternative) || !blindness.isClosed(alternative)) {
        return false;
      }
    }
    return true;
  }

  private static boolean hasOther(Sequence sequence) {
    for (Item item : sequence.items) {
      if (item.kind == Kind.OTHER) {
        return true;
      }
      for (Sequence within : item.alternatives) {
        if (hasOther(within)) {
          return true;
        }
      }
    }
    return false;
  }

  private boolean isClosed(Sequence sequence) {
    List<Item> items = sequence.items;
    int end = items.size();
    boolean hasDroppedOne = false;
    while (end > 0) {
      Item last = items.get(end - 1);
      Item content = contentOfUnused(last);
      if (content == null || !matchesRest(content, hasDroppedOne)) {
        break;
      }
      hasDroppedOne |= content.min == 1;
      end--;
    }
    return end == 0 || back(items, end, 0) == End.CLOSED;
  }

  /** Returns the item itself, or the only one of a group that nobody uses. */
  private @Nullable Item contentOfUnused(Item item) {
    if (item.kind == Kind.CHARACTER) {
      return item;
    }
    boolean isSimple =
        item.kind == Kind.GROUP
            && item.isOnce
            && item.alternatives.size() == 1
            && item.alternatives.get(0).items.size() == 1;
    return isSimple && (item.group == 0 || !used.contains(item.group))
        ? contentOfUnused(item.alternatives.get(0).items.get(0))
        : null;
  }

  /** Returns whether an item at the end matches with any number behind what is in front of it. */
  private boolean matchesRest(Item item, boolean hasDroppedOne) {
    return item.isOpen
        && (item.min == 0 || (item.min == 1 && !hasDroppedOne && matchesAll(item.text)));
  }

  /**
   * Reads items from the last to the first.
   *
   * @param behind how many characters follow at most one match of the sequence, 2 standing for more
   */
  private End back(List<Item> items, int count, int behind) {
    StringBuilder run = new StringBuilder();
    int following = behind;
    boolean isBlankPending = false;
    for (int i = count - 1; i >= 0; i--) {
      Item item = items.get(i);
      if (item.kind == Kind.BEGINNING) {
        continue;
      }
      if (item.kind == Kind.GROUP) {
        End end = isBlankPending ? End.OPEN : group(item, following);
        if (end != End.UNDECIDED) {
          return end;
        }
        run.setLength(0);
        following = 2;
        continue;
      }
      if (item.literal == ':' && item.isOnce && following <= 1) {
        return End.CLOSED;
      }
      if (isBlankPending) {
        return End.OPEN;
      }
      if (matches(item.text, ':') || matches(item.text, ' ')) {
        if (!item.isOnce || following > 0) {
          return End.OPEN;
        }
        isBlankPending = true;
      } else if (item.literal >= 0 && item.isOnce) {
        run.insert(0, (char) item.literal);
        if (!isWithinNumber(run.toString(), isCaseInsensitive)) {
          return End.CLOSED;
        }
      } else {
        run.setLength(0);
        if (item.min > 0 && !matchesAny(item.text)) {
          return End.CLOSED;
        }
      }
      following = item.isOnce ? following + 1 : 2;
    }
    return isBlankPending ? End.OPEN : End.UNDECIDED;
  }

  private End group(Item group, int behind) {
    boolean isClosed = group.min > 0;
    for (Sequence alternative : group.alternatives) {
      List<Item> items = alternative.items;
      End end = back(items, items.size(), group.isOnce ? behind : 2);
      if (end == End.OPEN) {
        return End.OPEN;
      }
      isClosed &= end == End.CLOSED;
    }
    return isClosed ? End.CLOSED : End.UNDECIDED;
  }

  /** Returns whether a number can have this text within; case counts. */
  static boolean isWithinNumber(String text) {
    return isWithinNumber(text, false);
  }

  private static boolean isWithinNumber(String run, boolean ignoresCase) {
    String text = ignoresCase ? lower(run) : run;
    String digits = ignoresCase ? lower(DIGITS) : DIGITS;
    boolean hasDigitsOnly = true;
    for (int i = 0; i < text.length(); i++) {
      hasDigitsOnly &= digits.indexOf(text.charAt(i)) >= 0;
    }
    boolean isFound = hasDigitsOnly;
    for (String word : WORDS) {
      isFound |= (ignoresCase ? lower(word) : word).contains(text);
    }
    return isFound;
  }

  private static String lower(String text) {
    return text.toLowerCase(Locale.ROOT);
  }

  private boolean matchesAny(String character) {
    for (int i = 0; i < NUMERIC.length(); i++) {
      if (matches(character, NUMERIC.charAt(i))) {
        return true;
      }
    }
    return false;
  }

  private boolean matchesAll(String character) {
    for (int i = 0; i < NUMERIC.length(); i++) {
      if (!matches(character, NUMERIC.charAt(i))) {
        return false;
      }
    }
    return true;
  }

  private boolean matches(String character, char c) {
    int flags = isCaseInsensitive ? Pattern.CASE_INSENSITIVE : 0;
    return Pattern.compile(character, flags).matcher(String.valueOf(c)).matches();
  }
}
