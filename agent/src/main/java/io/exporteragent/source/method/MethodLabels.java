package io.exporteragent.source.method;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The placeholders of class and method in the value of a label. */
final class MethodLabels {
  private static final Pattern PLACEHOLDER = Pattern.compile("\\{(class|fqcn|method)\\}");

  private MethodLabels() {}

  static String resolve(String template, String className, String methodName) {
    Matcher matcher = PLACEHOLDER.matcher(template);
    StringBuilder resolved = new StringBuilder();
    int done = 0;
    while (matcher.find()) {
      resolved.append(template, done, matcher.start());
      String name = String.valueOf(matcher.group(1));
      resolved.append(
          name.equals("method")
              ? methodName
              : name.equals("fqcn")
                  ? className
                  : className.substring(className.lastIndexOf('.') + 1));
      done = matcher.end();
    }
    return resolved.append(template, done, template.length()).toString();
  }

  /** Returns whether a brace belongs to no placeholder, most likely because of a typo. */
  static boolean hasStrayBraces(String template) {
    String rest = PLACEHOLDER.matcher(template).replaceAll("");
    return rest.indexOf('{') >= 0 || rest.indexOf('}') >= 0;
  }
}
