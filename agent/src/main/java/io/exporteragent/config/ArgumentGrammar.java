package io.exporteragent.config;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The grammar of the agent argument, which follows {@code -javaagent:exporter-agent.jar=} and is an
 * argument of {@code attach} and {@code serve}:
 *
 * <pre>
 *   argument = [ address ] { "," setting }
 *   address  = [ host ":" ] port [ ":" file ]
 *   host     = name | IPv4 address | "[" IPv6 address "]"
 *   port     = 0 to 65535, 0 being any free port
 *   setting  = key "=" value
 * </pre>
 *
 * <p>The keys are {@code host}, {@code port}, {@code config}, {@code web} and those of the
 * sections. A comma begins a setting only before a known key and an equals sign, so file names may
 * contain commas and equals signs. Immutable.
 */
public final class ArgumentGrammar {
  private static final Pattern UNKNOWN_KEY = Pattern.compile("(?:^|,)\\s*([A-Za-z_.-]*)\\s*=");

  private final List<String> keys = new ArrayList<>();
  private final List<String> files = new ArrayList<>();
  private final Pattern setting;

  /** Creates the grammar with keys of sections whose values are names of files. */
  public ArgumentGrammar(Collection<String> fileKeys) {
    this(fileKeys, Collections.emptyList());
  }

  /**
   * Creates the grammar.
   *
   * @param fileKeys the keys of the sections whose values are names of files
   * @param otherKeys the keys of the sections whose values are something else
   */
  public ArgumentGrammar(Collection<String> fileKeys, Collection<String> otherKeys) {
    Collections.addAll(keys, "host", "port", "config", "web");
    keys.addAll(fileKeys);
    keys.addAll(otherKeys);
    Collections.addAll(files, "config", "web");
    files.addAll(fileKeys);
    setting = Pattern.compile("(?:^|,)\\s*(" + String.join("|", keys) + ")\\s*=\\s*");
  }

  /**
   * Reads an argument.
   *
   * @param argument as the JVM passes it to the agent, null or empty if none was given
   * @param environment the environment variables, also for the placeholders of the file
   * @throws ConfigurationException if the argument is not valid
   */
  public AgentArguments parse(@Nullable String argument, Map<String, String> environment)
      throws ConfigurationException {
    String text = argument == null ? "" : argument.trim();
    Map<String, String> given = new HashMap<>();
    for (Part part : parts(text)) {
      if (given.put(part.key, part.value(text)) != null) {
        throw new ConfigurationException(
            String.format("\"%s\" is given twice in agent argument %s", part.key, Quoted.of(text)));
      }
    }
    return new AgentArguments(given, text, environment);
  }

  /**
   * Makes the file names of an argument absolute, for a JVM with another working directory.
   *
   * @param directory absolute; the names are relative to it
   * @throws ConfigurationException if the argument is not valid, or would not be with this
   *     directory
   */
  public String withAbsoluteFiles(String argument, Path directory) throws ConfigurationException {
    String text = argument.trim();
    parse(text, Collections.emptyMap());
    StringBuilder absolute = new StringBuilder();
    int done = 0;
    for (Part part : parts(text)) {
      if (files.contains(part.key)) {
        absolute.append(text, done, part.start).append(directory.resolve(part.value(text)));
        done = part.end;
      }
    }
    String result = absolute.append(text, done, text.length()).toString();
    if (parts(result).size() != parts(text).size()) {
      throw new ConfigurationException(
          String.format(
              "the directory %s cannot stand in an agent argument, since it reads as a setting; give the command in another directory",
              Quoted.of(directory.toString())));
    }
    return result;
  }

  /** A key of the argument and the position of its value. */
  private static final class Part {
    private final String key;
    private final int start;
    private final int end;

    Part(String key, int start, int end) {
      this.key = key;
      this.start = start;
      this.end = end;
    }

    String value(String text) {
      return text.substring(start, end);
    }
  }

  private List<Part> parts(String text) throws ConfigurationException {
    List<Part> parts = new ArrayList<>();
    Matcher next = setting.matcher(text);
    String key = "";
    int start = 0;
    boolean more = true;
    while (more) {
      more = next.find();
      int end = more ? next.start() : text.length();
      while (end > start && text.charAt(end - 1) == ' ') {
        end--;
      }
      if (!key.isEmpty()) {
        parts.add(setting(key, start, end, text));
      } else if (end > 0) {
        addAddress(text.substring(0, end), parts, text);
      }
      if (more) {
        key = String.valueOf(next.group(1));
        start = next.end();
      }
    }
    return parts;
  }

  private Part setting(String key, int start, int end, String text) throws ConfigurationException {
    if (start >= end) {
      throw new ConfigurationException(
          String.format(
              "no value for \"%s\" in agent argument %s: write for instance port=8000,config=exporter.yml",
              key, Quoted.of(text)));
    }
    refuseUnknownKey(text.substring(start, end), !files.contains(key), text);
    return new Part(key, start, end);
  }

  private void addAddress(String address, List<Part> parts, String text)
      throws ConfigurationException {
    Map<String, int[]> given = new LinkedHashMap<>();
    int rest = 0;
    // A bracket without its end, or without a port after it, makes an empty host.
    int endOfHost = address.startsWith("[") ? address.indexOf("]:") + 1 : address.indexOf(':');
    if (endOfHost >= 0 && !isNumber(address.substring(0, endOfHost))) {
      given.put("host", new int[] {0, endOfHost});
      rest = endOfHost + 1;
    }
    int endOfPort = address.indexOf(':', rest);
    given.put("port", new int[] {rest, endOfPort < 0 ? address.length() : endOfPort});
    if (endOfPort >= 0) {
      given.put("config", new int[] {endOfPort + 1, address.length()});
      refuseUnknownKey(address.substring(endOfPort + 1), false, text);
    }
    refuseUnknownKey(
        address.substring(0, endOfPort < 0 ? address.length() : endOfPort), true, text);
    for (Map.Entry<String, int[]> each : given.entrySet()) {
      int start = each.getValue()[0];
      int end = each.getValue()[1];
      if (start >= end) {
        throw new ConfigurationException(
            String.format(
                "cannot understand agent argument %s: write a port (8000), host:port (127.0.0.1:8000 or [::1]:8000), either with a file (8000:exporter.yml), or settings (host=127.0.0.1,port=8000,config=exporter.yml)",
                Quoted.of(text)));
      }
      parts.add(new Part(each.getKey(), start, end));
    }
  }

  /**
   * Refuses what looks like a setting within a value: any key unless the value is a file name, in
   * which case only one similar to a known key.
   */
  private void refuseUnknownKey(String value, boolean any, String text)
      throws ConfigurationException {
    Matcher matcher = UNKNOWN_KEY.matcher(value);
    while (matcher.find()) {
      String key = String.valueOf(matcher.group(1));
      String near = NearestKey.to(key, keys);
      if (any || (near != null && matcher.start() > 0)) {
        throw new ConfigurationException(
            String.format(
                "unknown key %s in agent argument %s: %sthe keys are %s, as in port=8000,config=exporter.yml",
                Quoted.of(key),
                Quoted.of(text),
                near == null ? "" : String.format("did you mean \"%s\"? ", near),
                String.join(", ", new TreeSet<>(keys))));
      }
    }
  }

  private static boolean isNumber(String text) {
    return !text.isEmpty() && text.chars().allMatch(c -> c >= '0' && c <= '9');
  }
}
