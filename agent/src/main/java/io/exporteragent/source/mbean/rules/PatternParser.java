package io.exporteragent.source.mbean.rules;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Parses a regular expression of {@link java.util.regex.Pattern} that compiles. Gives up where
 * flags change the syntax; {@code (?i)} at the beginning is the only flag that it knows.
 */
final class PatternParser {
  private static final String CASE_INSENSITIVE = "(?i)";
  private static final int MAX_DEPTH = 100;

  private final String pattern;
  private final boolean isCaseInsensitive;
  private int at;
  private int groups;
  private int depth;

  /** Thrown where a pattern is not understood. */
  private static final class NotUnderstood extends RuntimeException {
    private static final long serialVersionUID = 1L;

    NotUnderstood() {
      super("not understood", null, false, false);
    }
  }

  /** How often an item may match. */
  static final class Quantifier {
    static final Quantifier NONE = new Quantifier(1, true, false);

    final int min;
    final boolean isNone;
    final boolean isOpen;

    Quantifier(int min, boolean isNone, boolean isOpen) {
      this.min = min;
      this.isNone = isNone;
      this.isOpen = isOpen;
    }
  }

  PatternParser(String pattern) {
    this.pattern = pattern;
    this.isCaseInsensitive = pattern.startsWith(CASE_INSENSITIVE);
    this.at = isCaseInsensitive ? CASE_INSENSITIVE.length() : 0;
  }

  boolean isCaseInsensitive() {
    return isCaseInsensitive;
  }

  /** Returns the alternatives, null if the pattern is not understood. */
  @Nullable List<PatternShape.Sequence> parse() {
    try {
      List<PatternShape.Sequence> parsed = alternatives();
      return at == pattern.length() ? parsed : null;
    } catch (NotUnderstood | IndexOutOfBoundsException e) {
      return null;
    }
  }

  private List<PatternShape.Sequence> alternatives() {
    if (++depth > MAX_DEPTH) {
      throw new NotUnderstood();
    }
    List<PatternShape.Sequence> found = new ArrayList<>();
    PatternShape.Sequence current = new PatternShape.Sequence();
    found.add(current);
    while (at < pattern.length() && pattern.charAt(at) != ')') {
      if (pattern.charAt(at) == '|') {
        at++;
        current = new PatternShape.Sequence();
        found.add(current);
      } else {
        item(current);
      }
    }
    depth--;
    return found;
  }

  private void item(PatternShape.Sequence to) {
    int start = at;
    char c = pattern.charAt(at);
    switch (c) {
      case '(':
        group(to);
        break;
      case '[':
        at = endOfClass(at);
        character(to, pattern.substring(start, at), -1);
        break;
      case '\\':
        escape(to);
        break;
      case '.':
        at++;
        character(to, ".", -1);
        break;
      case '^':
        at++;
        add(to, PatternShape.Kind.BEGINNING, "^", -1);
        break;
      case '$':
        at++;
        add(to, PatternShape.Kind.OTHER, "$", -1);
        break;
      default:
        literal(to, c);
        break;
    }
  }

  private void literal(PatternShape.Sequence to, char c) {
    if (Character.isSurrogate(c) || c == '*' || c == '+' || c == '?') {
      throw new NotUnderstood();
    }
    at++;
    character(to, quoted(c), c);
  }

  private void character(PatternShape.Sequence to, String text, int literal) {
    add(to, PatternShape.Kind.CHARACTER, text, literal);
  }

  private void add(PatternShape.Sequence to, PatternShape.Kind kind, String text, int literal) {
    to.items.add(
        new PatternShape.Item(kind, text, literal, Collections.emptyList(), 0, quantifier()));
  }

  private void escape(PatternShape.Sequence to) {
    char c = pattern.charAt(at + 1);
    if (c == 'Q') {
      int end = pattern.indexOf("\\E", at);
      String quoted = pattern.substring(at + 2, end < 0 ? pattern.length() : end);
      at = end < 0 ? pattern.length() : end + 2;
      if (quoted.isEmpty()) {
        throw new NotUnderstood();
      }
      for (int i = 0; i < quoted.length(); i++) {
        boolean isLast = i == quoted.length() - 1;
        char each = quoted.charAt(i);
        to.items.add(
            new PatternShape.Item(
                PatternShape.Kind.CHARACTER,
                quoted(each),
                each,
                Collections.emptyList(),
                0,
                isLast ? quantifier() : Quantifier.NONE));
      }
    } else if ("dDsSwWhHvV".indexOf(c) >= 0) {
      at += 2;
      character(to, "\\" + c, -1);
    } else if (c == 'A') {
      at += 2;
      add(to, PatternShape.Kind.BEGINNING, "\\A", -1);
    } else if ("bBzZG".indexOf(c) >= 0) {
      at += 2;
      add(to, PatternShape.Kind.OTHER, "\\" + c, -1);
    } else if (c < 0x80 && !isLetterOrDigit(c)) {
      at += 2;
      character(to, quoted(c), c);
    } else {
      // Back references, properties of characters, control characters.
      throw new NotUnderstood();
    }
  }

  private static boolean isLetterOrDigit(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
  }

  private static String quoted(char c) {
    return isLetterOrDigit(c) || c >= 0x80 ? String.valueOf(c) : "\\" + c;
  }

  private void group(PatternShape.Sequence to) {
    int number = 0;
    boolean consumes = true;
    if (pattern.startsWith("(?", at)) {
      char kind = pattern.charAt(at + 2);
      if (kind == ':') {
        at += 3;
      } else if (kind == '<' && isLetterOrDigit(pattern.charAt(at + 3))) {
        number = ++groups;
        at = pattern.indexOf('>', at) + 1;
      } else if (kind == '=' || kind == '!') {
        consumes = false;
        at += 3;
      } else if (kind == '<') {
        consumes = false;
        at += 4;
      } else if (kind == '>') {
        consumes = false;
        at += 3;
      } else {
        throw new NotUnderstood();
      }
    } else {
      number = ++groups;
      at++;
    }
    List<PatternShape.Sequence> within = alternatives();
    if (pattern.charAt(at) != ')') {
      throw new NotUnderstood();
    }
    at++;
    to.items.add(
        new PatternShape.Item(
            consumes ? PatternShape.Kind.GROUP : PatternShape.Kind.OTHER,
            "",
            -1,
            within,
            number,
            quantifier()));
  }

  private Quantifier quantifier() {
    char c = at < pattern.length() ? pattern.charAt(at) : ' ';
    int min;
    boolean isOpen = false;
    if (c == '*' || c == '+' || c == '?') {
      min = c == '+' ? 1 : 0;
      isOpen = c != '?';
      at++;
    } else if (c == '{') {
      int end = pattern.indexOf('}', at);
      String[] bounds = pattern.substring(at + 1, end).split(",", 2);
      min = Integer.parseInt(bounds[0].trim());
      at = end + 1;
    } else {
      return Quantifier.NONE;
    }
    if (at < pattern.length() && pattern.charAt(at) == '+') {
      // Possessive: what it has taken it never gives back.
      throw new NotUnderstood();
    }
    if (at < pattern.length() && pattern.charAt(at) == '?') {
      at++;
    }
    return new Quantifier(min, false, isOpen);
  }

  private int endOfClass(int start) {
    int i = start + 1;
    if (pattern.charAt(i) == '^') {
      i++;
    }
    boolean isFirst = true;
    while (pattern.charAt(i) != ']' || isFirst) {
      if (pattern.charAt(i) == '\\') {
        if (pattern.charAt(i + 1) == 'Q') {
          throw new NotUnderstood();
        }
        i++;
      } else if (pattern.charAt(i) == '[') {
        i = endOfClass(i) - 1;
      } else if (pattern.charAt(i) == ']') {
        // JDKs differ in what a bracket at the beginning means.
        throw new NotUnderstood();
      }
      isFirst = false;
      i++;
    }
    return i + 1;
  }
}
