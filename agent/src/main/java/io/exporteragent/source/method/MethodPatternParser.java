package io.exporteragent.source.method;

import io.exporteragent.config.ConfigurationException;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Parses one {@link MethodPattern} from left to right, without backtracking. */
final class MethodPatternParser {
  private static final String CLASS = "the name of a class such as com.shop.OrderService";

  private final String text;
  private final Map<String, Integer> modifiers = new HashMap<>();
  private int position;

  MethodPatternParser(String text) {
    this.text = text;
    modifiers.put("public", Modifier.PUBLIC);
    modifiers.put("protected", Modifier.PROTECTED);
    modifiers.put("private", Modifier.PRIVATE);
    modifiers.put("static", Modifier.STATIC);
    modifiers.put("final", Modifier.FINAL);
    modifiers.put("synchronized", Modifier.SYNCHRONIZED);
  }

  MethodPattern parse() throws ConfigurationException {
    skipSpaces();
    int wanted = 0;
    for (int one = modifier(); one != 0; one = modifier()) {
      wanted |= one;
    }
    NamePattern annotation = skip("@") ? name("the name of an annotation") : null;
    skipSpaces();
    MethodPattern.Hierarchy hierarchy =
        skipWord("implements")
            ? MethodPattern.Hierarchy.IMPLEMENTS
            : skipWord("extends") ? MethodPattern.Hierarchy.EXTENDS : MethodPattern.Hierarchy.NONE;
    NamePattern type = name(CLASS);
    String method = "*";
    List<ParameterPattern> parameters = null;
    String next = "# or the end";
    if (skip("#")) {
      method = method();
      next = "( or the end";
      if (skip("(")) {
        parameters = parameters();
        next = "the end";
      }
    }
    skipSpaces();
    if (position < text.length()) {
      throw expected(next);
    }
    String id = text.trim().replaceAll("\\s+", " ");
    return new MethodPattern(id, wanted, annotation, hierarchy, type, method, parameters);
  }

  /** Consumes a modifier and returns its bit; 0 if there is none here. */
  private int modifier() {
    Integer bit = modifiers.get(word());
    if (bit == null || !skipWord(word())) {
      return 0;
    }
    return bit;
  }

  private String method() throws ConfigurationException {
    if (skip("<init>")) {
      return "<init>";
    }
    String segment = segment();
    if (segment.isEmpty()) {
      throw expected("the name of a method, * or new");
    }
    return segment.equals("new") ? "<init>" : segment;
  }

  private @Nullable List<ParameterPattern> parameters() throws ConfigurationException {
    List<ParameterPattern> parameters = new ArrayList<>();
    skipSpaces();
    if (skip(")")) {
      return parameters;
    }
    do {
      skipSpaces();
      parameters.add(parameter());
      skipSpaces();
    } while (skip(","));
    if (!skip(")")) {
      throw expected(", or )");
    }
    return parameters;
  }

  private ParameterPattern parameter() throws ConfigurationException {
    int after = position + "..".length();
    boolean rest = text.startsWith("..", position);
    if (rest && (after == text.length() || !isPartOfName(text.charAt(after)))) {
      position = after;
      return ParameterPattern.REST;
    }
    NamePattern element = name("the type of a parameter, .. or )");
    int dimensions = 0;
    while (skip("[")) {
      if (!skip("]")) {
        throw expected("]");
      }
      dimensions++;
    }
    return ParameterPattern.of(element, dimensions);
  }

  private NamePattern name(String what) throws ConfigurationException {
    int start = position;
    skip("..");
    while (true) {
      if (segment().isEmpty()) {
        throw expected(position == start ? what : "a part of a name");
      }
      if (!skip("..") && !skip(".")) {
        return new NamePattern(text.substring(start, position));
      }
    }
  }

  /** Consumes the part of a name between two dots; empty if there is none here. */
  private String segment() {
    String word = word();
    position += word.length();
    return word;
  }

  private String word() {
    int end = position;
    while (end < text.length() && isPartOfName(text.charAt(end))) {
      end++;
    }
    return text.substring(position, end);
  }

  /** Accepts hyphens too: Kotlin has methods with them. */
  private static boolean isPartOfName(char c) {
    return c == '*'
        || c == '-'
        || (Character.isJavaIdentifierPart(c) && !Character.isIdentifierIgnorable(c));
  }

  private boolean skip(String token) {
    if (!text.startsWith(token, position)) {
      return false;
    }
    position += token.length();
    return true;
  }

  /** Skips the word if it is here and followed by a space. */
  private boolean skipWord(String word) {
    int end = position + word.length();
    if (!text.startsWith(word, position) || end >= text.length() || !isSpace(end)) {
      return false;
    }
    position = end;
    skipSpaces();
    return true;
  }

  private void skipSpaces() {
    while (position < text.length() && isSpace(position)) {
      position++;
    }
  }

  /** Accepts line breaks too: text folded in YAML has them. */
  private boolean isSpace(int index) {
    return " \t\n".indexOf(text.charAt(index)) >= 0;
  }

  private ConfigurationException expected(String what) {
    return new ConfigurationException(String.format("column %d: expected %s", position + 1, what));
  }
}
