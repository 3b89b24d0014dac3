package io.exporteragent.attach.linux;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The words a JVM was started with: options, then the main class, jar or module, then arguments of
 * the application, which are no options even if they look like some. Immutable.
 */
final class JvmCommandLine {
  private static final Pattern OPTION_WITH_VALUE =
      Pattern.compile(
          "-cp|-classpath|--class-path|-p|--module-path|--upgrade-module-path|--patch-module"
              + "|--add-(modules|exports|opens|reads)|--limit-modules|--source"
              + "|--(enable|illegal)-native-access|--enable-final-field-mutation"
              + "|-d|--describe-module");

  private final List<String> options;
  private final @Nullable String main;

  private JvmCommandLine(List<String> options, @Nullable String main) {
    this.options = options;
    this.main = main;
  }

  /**
   * Sorts the words of a command line.
   *
   * @param words with the executable first; of a launcher other than {@code java} all are taken for
   *     options
   */
  static JvmCommandLine parse(List<String> words) {
    List<String> options = new ArrayList<>();
    if (words.isEmpty() || !isJava(words.get(0))) {
      options.addAll(words);
      return new JvmCommandLine(options, null);
    }
    for (int i = 1; i < words.size(); i++) {
      String word = words.get(i);
      if (word.equals("-jar") || word.equals("-m") || word.equals("--module")) {
        return new JvmCommandLine(options, i + 1 < words.size() ? words.get(i + 1) : null);
      }
      if (word.startsWith("--module=")) {
        return new JvmCommandLine(options, word.substring("--module=".length()));
      }
      if (!word.startsWith("-") && !word.startsWith("@")) {
        return new JvmCommandLine(options, word);
      }
      options.add(word);
      if (OPTION_WITH_VALUE.matcher(word).matches()) {
        i++;
      }
    }
    return new JvmCommandLine(options, null);
  }

  private static boolean isJava(String executable) {
    String name = executable.substring(executable.lastIndexOf('/') + 1);
    return name.equals("java") || name.equals("javaw");
  }

  /** Returns the main class, jar or module/class as given; null if it is not known. */
  @Nullable String main() {
    return main;
  }

  /**
   * Returns whether a HotSpot flag is on. The last mention counts, in the order in which HotSpot
   * reads them; files of arguments or flags are not read.
   *
   * @param environment of the JVM, empty if it cannot be read
   */
  boolean isOn(String flag, boolean byDefault, Map<String, String> environment) {
    List<String> all = new ArrayList<>();
    all.addAll(split(environment.get("JAVA_TOOL_OPTIONS")));
    all.addAll(split(environment.get("JDK_JAVA_OPTIONS")));
    all.addAll(options);
    all.addAll(split(environment.get("_JAVA_OPTIONS")));
    int on = all.lastIndexOf("-XX:+" + flag);
    int off = all.lastIndexOf("-XX:-" + flag);
    return on == off ? byDefault : on > off;
  }

  private static List<String> split(@Nullable String options) {
    return options == null
        ? Collections.emptyList()
        : Arrays.asList(options.trim().split("\\s+", -1));
  }
}
