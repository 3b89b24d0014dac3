package io.exporteragent.config;

/**
 * Turns problems reported by the YAML library into messages that say what to do, without the text
 * it quotes, which may be a secret.
 */
final class YamlProblem {
  private static final String[][] KNOWN = {
    {"found character '@", "text that begins with @ needs quotes"},
    {"found character '`", "text that begins with ` needs quotes"},
    {"found character '%", "text that begins with % needs quotes"},
    {"found character '\\t", "a tab; indent with spaces"},
    {
      "mapping values are not allowed",
      "a key is not expected here; check the indentation, and put text that holds \": \" in quotes"
    },
    {
      "expected ',' or",
      "expected a comma or the closing bracket; text that holds one of , [ ] { } needs quotes here"
    },
    {"could not find expected ':'", "expected a colon after the key before this"},
    {"expected <block end>", "not expected here; check the indentation, and the quotes before it"},
    {
      "sequence entries are not allowed",
      "a list is not expected here; begin it on a line of its own"
    },
    {"found unexpected end of stream", "the text ends within quotes; close them"},
    {
      "expected escape sequence",
      "hexadecimal digits are missing after the backslash; use single quotes for text with backslashes"
    },
    {
      "found unknown escape",
      "an unknown escape after the backslash; use single quotes for text with backslashes"
    },
    {"found undefined tag handle", "a YAML tag; put text that begins with ! in quotes"},
  };

  private YamlProblem() {}

  static String explain(String problem) {
    for (String[] known : KNOWN) {
      if (problem.startsWith(known[0])) {
        return known[1];
      }
    }
    return "not valid YAML: " + Quoted.plain(problem);
  }
}
