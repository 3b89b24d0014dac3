package io.exporteragent.source.mbean;

import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.regex.Pattern;

/** Random patterns of rules: most are made of a text that they are to match, some of nothing. */
final class GeneratedPatterns {
  private static final Pattern SPECIAL = Pattern.compile("[\\\\^$.|?*+()\\[\\]{}]");

  private static final List<String> WILD =
      List.of(
          ".*",
          ".+",
          ".+?",
          "(.*)",
          "(.+)",
          "(.+?)",
          "(\\w+)",
          "([^,>]*)",
          "[^:]*",
          "[^<]*+",
          "\\w++",
          "(?:.*)",
          "(\\S*)",
          "([a-z]+)",
          "(?i:[a-z]*)",
          "[\\w .-]+",
          "(?<g>.+)",
          "([A-Z])\\w*",
          "(\\w)\\w*",
          "(?>\\w*)",
          "\\S+?",
          "([\\s\\S]*)");

  private static final List<String> VALUES =
      List.of(
          "(\\d+)",
          "(\\d+)",
          "(.*)",
          "(.+)",
          "\\d+",
          "true",
          "(true|false)",
          "([a-z]+)",
          "-?[0-9.E]+",
          "(\\d+)\\.(\\d+)",
          "1",
          "([1-4])",
          "(?!0)",
          "(\\d)\\1",
          "(-?\\d++)",
          "NaN|Infinity",
          "\\D+",
          "(RUN|STOPP)(?:ED|NING)",
          "(?=\\d)",
          "(?i:TRUE)",
          "[^1]*",
          "\\S",
          "12",
          "(\\w+)",
          ".");

  private static final List<String> TAILS =
      List.of(
          "",
          "",
          "",
          ".*",
          "(.*)",
          "$",
          "\\z",
          "\\Z",
          ":",
          ": ",
          ":.*",
          ": (.*)",
          "\\b",
          "\\b.*",
          "(?=:)",
          "(?=: \\d)",
          "(?!: 1)",
          "[: ]",
          "[: ].",
          ".",
          "..",
          "\\W",
          "\\s",
          "[^x]*",
          "(?:: \\d+)?",
          ":?",
          ": ?",
          "(?<=t).*",
          "[^,]*",
          "\\W+\\d",
          ":\\s(.*)",
          "(: )?(.*)",
          ".{0,3}",
          "\\B",
          "+",
          ": .+.+",
          ": (.+).",
          "[^:]+",
          ": ..");

  private static final List<String> LOOSE =
      List.of(
          ".*",
          "(\\d)",
          ".+-x",
          "(?<!:)x",
          "[0-9]$",
          "Count|used",
          "^.",
          "(.)(.)",
          "e",
          "1",
          ":",
          " ",
          ">",
          "(\\w)\\1",
          "<>",
          "\\d.*",
          "(?i)COUNT",
          "E",
          "x|\\d+",
          "[.]\\d",
          "true$",
          "(a|b)*c",
          "^",
          "$",
          "",
          "N",
          "\\.0",
          ": \\d*[02468]$",
          "-retries",
          "[^\\d]$",
          "(?=.*Count).*",
          "(?<n>\\d)",
          "nothing");

  private final Random random;
  private final GeneratedValues values;
  private final List<LeafText> leaves;

  GeneratedPatterns(Random random, List<LeafText> leaves) {
    this.random = random;
    this.values = new GeneratedValues(random);
    this.leaves = leaves;
  }

  /** Returns a pattern that compiles. */
  String pattern() {
    while (true) {
      String pattern = leaves.isEmpty() || values.chance(0.1) ? loose() : of(values.oneOf(leaves));
      if (compiles(pattern)) {
        return pattern;
      }
    }
  }

  private static boolean compiles(String pattern) {
    try {
      Pattern.compile("^.*(?:" + pattern + ").*$");
      return true;
    } catch (java.util.regex.PatternSyntaxException e) {
      return false;
    }
  }

  private String loose() {
    String first = values.oneOf(LOOSE);
    return values.chance(0.3) ? first + values.oneOf(LOOSE) : first;
  }

  /** A part of the text, from its beginning or somewhere within it. */
  private String of(LeafText leaf) {
    StringBuilder pattern = new StringBuilder();
    int from = values.chance(0.5) ? 0 : random.nextInt(4);
    if (from == 0) {
      pattern.append(values.chance(0.2) ? "^" : "").append(piece(leaf.domain())).append('<');
    }
    if (from <= 1) {
      pattern.append(properties(leaf)).append('>');
    }
    if (from <= 2) {
      pattern.append('<').append(values.chance(0.2) ? ".*" : path(leaf)).append('>');
    }
    pattern.append(piece(leaf.name()));
    if (values.chance(0.35)) {
      pattern.append(values.chance(0.9) ? ": " : ":\\s*");
      pattern.append(values.chance(0.2) ? literal(leaf.value()) : values.oneOf(VALUES));
    }
    pattern.append(values.oneOf(TAILS));
    return values.chance(0.1) ? pattern + "|" + loose() : pattern.toString();
  }

  private String properties(LeafText leaf) {
    if (values.chance(0.2)) {
      return values.oneOf(
          List.of(".*", "(.*)", ".+", "(.+)=(.+)", "type=(.+)", "[^>]*", "(\\w+)=.*"));
    }
    StringBuilder text = new StringBuilder();
    List<String> properties = leaf.properties();
    int shown = values.chance(0.8) ? properties.size() : random.nextInt(properties.size()) + 1;
    for (int i = 0; i < shown; i++) {
      int equals = properties.get(i).indexOf('=');
      text.append(i > 0 ? ", " : "")
          .append(values.chance(0.8) ? literal(properties.get(i).substring(0, equals)) : "(\\w+)")
          .append('=')
          .append(piece(properties.get(i).substring(equals + 1)));
    }
    return text.append(shown < properties.size() ? ".*" : "").toString();
  }

  private String path(LeafText leaf) {
    StringBuilder text = new StringBuilder();
    for (String key : leaf.path()) {
      text.append(text.isEmpty() ? "" : ", ").append(piece(key));
    }
    return text.toString();
  }

  private String piece(String text) {
    int kind = random.nextInt(20);
    if (kind < 6) {
      return values.oneOf(WILD);
    }
    return switch (kind) {
      case 6 -> "(?i)" + literal(text.toUpperCase(Locale.ROOT));
      case 7 -> literal(text.substring(0, text.length() / 2)) + values.oneOf(WILD);
      case 8 -> values.oneOf(WILD) + literal(text.substring(text.length() / 2));
      case 9 -> "(" + literal(text) + "|other)";
      case 10 -> "(?:other|" + literal(text) + ")";
      case 11 -> "(?=" + literal(text) + ").*";
      case 12 -> "(?:" + literal(text) + ")?";
      case 13 -> "(?!zzz)" + literal(text);
      case 14 -> "(" + literal(text) + ")";
      case 15 -> text;
      case 16 -> "\\Q" + text + "\\E";
      default -> literal(text);
    };
  }

  private static String literal(String text) {
    return SPECIAL.matcher(text).replaceAll("\\\\$0");
  }
}
