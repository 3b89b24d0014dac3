package io.exporteragent.config;

import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Replaces environment variables in text: <code>${NAME}</code> by the variable's value, <code>
 * ${NAME:default}</code> by the default if the variable is not set, and <code>$${</code> by <code>
 * ${</code>. Any other dollar sign is left as it is, as in the path <code>$.health</code>.
 */
public final class Placeholders {
  private static final Pattern PLACEHOLDER =
      Pattern.compile("(\\$\\$\\{)|\\$\\{([A-Za-z_][A-Za-z0-9_]*+)(:([^}]*+))?\\}|(\\$\\{)");

  /** Replaces nothing: a dollar sign is one. */
  static final Placeholders NONE = new Placeholders(null);

  private final @Nullable Map<String, String> environment;

  Placeholders(@Nullable Map<String, String> environment) {
    this.environment = environment;
  }

  /**
   * @throws ConfigurationException if a variable is not set or a placeholder is malformed; the
   *     message shows at most the variable's name, since the rest may be a secret
   */
  String resolve(String text, YamlValue at) throws ConfigurationException {
    if (environment == null) {
      return text;
    }
    Matcher matcher = PLACEHOLDER.matcher(text);
    StringBuilder resolved = new StringBuilder();
    int done = 0;
    while (matcher.find()) {
      resolved.append(text, done, matcher.start()).append(replacement(matcher, environment, at));
      done = matcher.end();
    }
    return resolved.append(text, done, text.length()).toString();
  }

  private static String replacement(Matcher matcher, Map<String, String> environment, YamlValue at)
      throws ConfigurationException {
    if (matcher.group(1) != null) {
      return "${";
    }
    if (matcher.group(5) != null) {
      throw at.error(
          "a malformed placeholder",
          "write ${NAME} or ${NAME:default} for an environment variable, or $${ for a plain ${");
    }
    String name = String.valueOf(matcher.group(2));
    String value = environment.get(name);
    if (value == null) {
      value = matcher.group(4);
    }
    if (value == null) {
      throw at.error(
          String.format("environment variable %s is not set", Quoted.plain(name)),
          "set it, or write ${NAME:default}");
    }
    return value;
  }
}
