package io.exporteragent.source.method;

import org.jspecify.annotations.Nullable;

/** A pattern of one parameter's type, or of any number of parameters of any type. */
final class ParameterPattern {
  /** The pattern {@code ..}. */
  static final ParameterPattern REST = new ParameterPattern(null, "");

  private final @Nullable NamePattern element;
  private final String brackets;

  private ParameterPattern(@Nullable NamePattern element, String brackets) {
    this.element = element;
    this.brackets = brackets;
  }

  static ParameterPattern of(NamePattern element, int dimensions) {
    StringBuilder brackets = new StringBuilder();
    for (int i = 0; i < dimensions; i++) {
      brackets.append("[]");
    }
    return new ParameterPattern(element, brackets.toString());
  }

  boolean isRest() {
    return element == null;
  }

  /** Returns whether one parameter of this type matches; {@code *} includes arrays. */
  boolean matches(String type) {
    if (element == null || !type.endsWith(brackets)) {
      return false;
    }
    String rest = type.substring(0, type.length() - brackets.length());
    return element.toString().equals("*") || element.matches(rest);
  }
}
