package io.exporteragent.source.mbean.rules;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * The structure of a regular expression, as far as it is needed to tell what a match must contain
 * and where it can end. What is not understood is {@link Kind#OTHER}, of which nothing is assumed.
 * Immutable.
 */
final class PatternShape {
  /** The parts of one alternative, in order. */
  static final class Sequence {
    final List<Item> items = new ArrayList<>();
  }

  /** What an item is. */
  enum Kind {
    /** One character, by its text in the pattern. */
    CHARACTER,
    /** A group of alternatives; its content consumes what it matches. */
    GROUP,
    /** The beginning of the text, {@code ^} or {@code \A}. */
    BEGINNING,
    /** Anything else: look-around, back references, word boundaries, the end of the text. */
    OTHER
  }

  /** A part of a pattern with its quantifier. */
  static final class Item {
    final Kind kind;

    /** Of a character: its text in the pattern. */
    final String text;

    /** Of a character: the only one that it matches, -1 if it matches several. */
    final int literal;

    final List<Sequence> alternatives;

    /** Of a group: its number, 0 if it captures nothing. */
    final int group;

    final int min;
    final boolean isOnce;

    /** Whether it may match any number of times, and gives back what the rest needs. */
    final boolean isOpen;

    Item(
        Kind kind,
        String text,
        int literal,
        List<Sequence> alternatives,
        int group,
        PatternParser.Quantifier quantifier) {
      this.kind = kind;
      this.text = text;
      this.literal = literal;
      this.alternatives = alternatives;
      this.group = group;
      this.min = quantifier.min;
      this.isOnce = quantifier.isNone;
      this.isOpen = quantifier.isOpen;
    }
  }

  private final List<Sequence> alternatives;
  private final boolean isCaseInsensitive;

  private PatternShape(List<Sequence> alternatives, boolean isCaseInsensitive) {
    this.alternatives = alternatives;
    this.isCaseInsensitive = isCaseInsensitive;
  }

  /**
   * Understands a regular expression that compiles.
   *
   * @return a shape without alternatives if it has what is not understood
   */
  static PatternShape of(String pattern) {
    PatternParser parser = new PatternParser(pattern);
    List<Sequence> parsed = parser.parse();
    return parsed == null
        ? new PatternShape(Collections.emptyList(), false)
        : new PatternShape(parsed, parser.isCaseInsensitive());
  }

  /** Returns the alternatives at the top; none if the pattern is not understood. */
  List<Sequence> alternatives() {
    return alternatives;
  }

  boolean isCaseInsensitive() {
    return isCaseInsensitive;
  }

  /**
   * Returns texts that every match contains in this order, none within another. Empty if nothing is
   * known.
   */
  List<String> literals() {
    List<String> found = new ArrayList<>();
    if (alternatives.size() == 1 && !isCaseInsensitive) {
      StringBuilder run = new StringBuilder();
      collect(alternatives.get(0), run, found);
      end(run, found);
    }
    return found;
  }

  private static void collect(Sequence sequence, StringBuilder run, List<String> found) {
    for (Item item : sequence.items) {
      if (item.kind == Kind.CHARACTER && item.literal >= 0 && item.isOnce) {
        run.append((char) item.literal);
      } else if (item.kind == Kind.GROUP && item.isOnce && item.alternatives.size() == 1) {
        collect(item.alternatives.get(0), run, found);
      } else {
        end(run, found);
        if (item.kind == Kind.CHARACTER && item.literal >= 0 && item.min > 0) {
          found.add(String.valueOf((char) item.literal));
        }
      }
    }
  }

  private static void end(StringBuilder run, List<String> found) {
    if (run.length() > 0) {
      found.add(run.toString());
      run.setLength(0);
    }
  }
}
