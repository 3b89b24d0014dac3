package io.exporteragent.source.mbean.rules;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import org.jspecify.annotations.Nullable;

/**
 * Text with references to groups, as the replacement of {@link Matcher#replaceAll(String)}: {@code
 * $1}, {@code ${name}}, {@code \$}. Parsed once; a reference that cannot be resolved fails when it
 * is expanded, not before. Immutable.
 */
final class Template {
  private final String source;
  private final List<Part> parts = new ArrayList<>();
  private final String problem;

  /** Text, or a reference to a group by its number, or by its name if that is -1. */
  private static final class Part {
    private final String text;
    private final int group;
    private final boolean isReference;

    Part(String text, int group, boolean isReference) {
      this.text = text;
      this.group = group;
      this.isReference = isReference;
    }
  }

  /**
   * Parses a template.
   *
   * @param groups how many groups the pattern has
   */
  Template(String source, int groups) {
    this.source = source;
    this.problem = parse(groups);
  }

  private String parse(int groups) {
    StringBuilder text = new StringBuilder();
    int at = 0;
    while (at < source.length()) {
      char c = source.charAt(at++);
      if (c == '\\') {
        if (at == source.length()) {
          return "a backslash at the end";
        }
        text.append(source.charAt(at++));
      } else if (c != '$') {
        text.append(c);
      } else if (at == source.length()) {
        return "a $ without a group; write \\$ for the character";
      } else {
        flush(text);
        at = source.charAt(at) == '{' ? named(at + 1) : numbered(at, groups);
        if (at < 0) {
          return String.format("no group for a $ in \"%s\"; write \\$ for the character", source);
        }
      }
    }
    flush(text);
    return "";
  }

  private void flush(StringBuilder text) {
    if (text.length() > 0) {
      parts.add(new Part(text.toString(), 0, false));
      text.setLength(0);
    }
  }

  private int named(int start) {
    int end = source.indexOf('}', start);
    if (end <= start) {
      return -1;
    }
    parts.add(new Part(source.substring(start, end), -1, true));
    return end + 1;
  }

  private int numbered(int start, int groups) {
    int group = digit(start);
    if (group < 0 || group > groups) {
      return -1;
    }
    int at = start + 1;
    while (at < source.length() && digit(at) >= 0 && 10 * group + digit(at) <= groups) {
      group = 10 * group + digit(at++);
    }
    parts.add(new Part("", group, true));
    return at;
  }

  private int digit(int at) {
    int digit = source.charAt(at) - '0';
    return digit >= 0 && digit <= 9 ? digit : -1;
  }

  /** Adds the groups that it uses; returns false if it uses some by name. */
  boolean addGroups(Set<Integer> to) {
    for (Part part : parts) {
      if (part.isReference) {
        if (part.group < 0) {
          return false;
        }
        to.add(part.group);
      }
    }
    return true;
  }

  /** Returns the text if it is the same for every match, null if it is not. */
  @Nullable String constant() {
    if (!problem.isEmpty() || parts.size() > 1) {
      return null;
    }
    if (parts.isEmpty()) {
      return "";
    }
    return parts.get(0).isReference ? null : parts.get(0).text;
  }

  /**
   * Expands the template for a match of a whole text.
   *
   * @throws IllegalArgumentException if it refers to a group that does not exist
   */
  String expand(Matcher match) {
    String constant = constant();
    if (constant != null) {
      return constant;
    }
    if (!problem.isEmpty()) {
      throw new IllegalArgumentException(problem);
    }
    StringBuilder text = new StringBuilder();
    for (Part part : parts) {
      if (part.isReference) {
        String group = part.group < 0 ? match.group(part.text) : match.group(part.group);
        text.append(group == null ? "" : group);
      } else {
        text.append(part.text);
      }
    }
    return text.toString();
  }

  /** Returns the text as written. */
  @Override
  public String toString() {
    return source;
  }
}
