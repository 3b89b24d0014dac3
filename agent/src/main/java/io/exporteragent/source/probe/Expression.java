package io.exporteragent.source.probe;

import com.jayway.jsonpath.JsonPath;
import io.exporteragent.config.ConfigurationException;
import org.jspecify.annotations.Nullable;

/**
 * The compiled setting of a value or a label: a path from the root ({@code $..}),
 * a path from the element of a {@code foreach} ({@code @..}), the name of that element ({@code
 * @key}), or a literal.
 */
final class Expression {
  private static final String KEY = "@key";

  private final String text;
  private final Kind kind;
  private final @Nullable JsonPath path;

  private enum Kind {
    LITERAL,
    ROOT,
    ELEMENT,
    KEY
  }

  private Expression(String text, Kind kind, @Nullable JsonPath path) {
    this.text = text;
    this.kind = kind;
    this.path = path;
  }

  /**
   * Compiles the setting of a value, which cannot be a literal.
   *
   * @param location where it stands, for the message
   */
  static Expression value(String text, boolean inForeach, String location)
      throws ConfigurationException {
    if (!text.startsWith("$") && !text.startsWith("@")) {
      throw new ConfigurationException(
          location + ": \"" + text + "\" is not a path; write for instance $." + text);
    }
    return label(text, inForeach, location);
  }

  /** Compiles the setting of a label, a literal unless it begins with $ or @. */
  static Expression label(String text, boolean inForeach, String location)
      throws ConfigurationException {
    if (text.startsWith("$")) {
      return new Expression(text, Kind.ROOT, compile(text, text, location));
    }
    if (!text.startsWith("@")) {
      return new Expression(text, Kind.LITERAL, null);
    }
    if (!inForeach) {
      throw new ConfigurationException(
          location
              + ": \""
              + text
              + "\" means the element of a foreach, and there is none; add one, or begin the path with $");
    }
    return text.equals(KEY)
        ? new Expression(text, Kind.KEY, null)
        : new Expression(text, Kind.ELEMENT, compile(text, "$" + text.substring(1), location));
  }

  /** Compiles the path of a {@code foreach}. */
  static JsonPath foreach(String text, String location) throws ConfigurationException {
    if (!text.startsWith("$")) {
      throw new ConfigurationException(
          location + ": \"" + text + "\" is not a path; write for instance $.pools.*");
    }
    JsonPath path = compile(text, text, location);
    if (path.isDefinite()) {
      throw new ConfigurationException(
          location
              + ": \""
              + text
              + "\" leads to one value only; write "
              + text
              + ".* for each of its members");
    }
    return path;
  }

  private static JsonPath compile(String text, String path, String location)
      throws ConfigurationException {
    try {
      if (isBalanced(path)) {
        return JsonPath.compile(path);
      }
    } catch (RuntimeException e) {
      // json-path reports positions in its own normal form; the message below fits every case.
    }
    throw new ConfigurationException(
        location
            + ": \""
            + text
            + "\" is not a JSONPath; write for instance $.name, $.list[0], $['a name'] or $.list[?(@.name == 'x')].size");
  }

  /** Checks brackets and quotes: json-path takes {@code $.a[} for {@code $.a}. */
  private static boolean isBalanced(String path) {
    if (path.contains("?")) {
      return true;
    }
    int open = 0;
    char quote = 0;
    for (int i = 0; i < path.length(); i++) {
      char c = path.charAt(i);
      if (quote != 0) {
        if (c == '\\') {
          i++;
        } else if (c == quote) {
          quote = 0;
        }
      } else if (c == '\'' || c == '"') {
        quote = c;
      } else if (c == '[' || c == '(') {
        open++;
      } else if (c == ']' || c == ')') {
        open--;
      }
    }
    return open == 0;
  }

  /** Returns whether the value is the text of the setting itself. */
  boolean isLiteral() {
    return kind == Kind.LITERAL;
  }

  boolean isKey() {
    return kind == Kind.KEY;
  }

  /** Returns the text of the setting. */
  String text() {
    return text;
  }

  /**
   * Returns the value in a page, null if it is missing.
   *
   * @param element of the {@code foreach}; without one, anything
   * @param key the name of the element, or its index
   */
  @Nullable Object evaluate(@Nullable Object root, @Nullable Object element, String key)
      throws ProbeFailure {
    if (path != null) {
      return StrictJson.read(path, kind == Kind.ROOT ? root : element);
    }
    return kind == Kind.KEY ? key : text;
  }
}
