package io.exporteragent.source.mbean.rules;

import io.exporteragent.source.mbean.engine.Leaf;
import org.jspecify.annotations.Nullable;

/** The texts of one value that rules are matched against, made when they are needed. */
final class LeafText {
  private static final String CACHED = "<cache>";

  private final BeanText bean;
  private final Leaf leaf;
  private final String value;
  private final String plain;
  private @Nullable String plainWithValue;
  private @Nullable String snake;
  private @Nullable String snakeWithValue;

  LeafText(BeanText bean, Leaf leaf, Object value) {
    this.bean = bean;
    this.leaf = leaf;
    this.value = String.valueOf(value);
    this.plain = bean.text(leaf, leaf.name()) + ": ";
  }

  /** Returns the text without the value. */
  String beginning(Rule rule) {
    if (!rule.settings().attrNameSnakeCase()) {
      return plain;
    }
    if (snake == null) {
      snake = bean.text(leaf, Names.snakeCase(leaf.name())) + ": ";
    }
    return snake;
  }

  /** Returns the text with the value, for rules that change nothing of it. */
  String plain() {
    if (plainWithValue == null) {
      plainWithValue = plain + value;
    }
    return plainWithValue;
  }

  /**
   * Returns the text that a rule is matched against.
   *
   * @param isCached whether the rule does not see the value
   */
  String of(Rule rule, boolean isCached) {
    if (isCached) {
      return beginning(rule) + CACHED;
    }
    if (!rule.settings().attrNameSnakeCase()) {
      return plain();
    }
    if (snakeWithValue == null) {
      snakeWithValue = beginning(rule) + value;
    }
    return snakeWithValue;
  }

  /** Returns whether the text in front of the value has what a dot does not match. */
  boolean hasLineEnd() {
    return hasLineEnd(plain);
  }

  static boolean hasLineEnd(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '\n' || c == '\r' || c == '\u0085' || c == '\u2028' || c == '\u2029') {
        return true;
      }
    }
    return false;
  }
}
