package io.exporteragent.source.mbean.rules;

import io.exporteragent.config.ConfigurationException;
import io.exporteragent.config.Quoted;
import io.exporteragent.config.Yaml11;
import io.exporteragent.config.YamlDocument;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import javax.management.MalformedObjectNameException;
import javax.management.ObjectName;
import org.jspecify.annotations.Nullable;

/** Reads a jmx_exporter file but for its rules and customizers. Not thread-safe. */
final class JmxReader {
  /** Stands for every MBean in a list of includes that is absent. */
  private static final List<@Nullable ObjectName> ALL = Collections.singletonList(null);

  private final JmxMapping at;
  private final JmxWarnings warnings;

  JmxReader(YamlDocument document, JmxWarnings warnings) throws ConfigurationException {
    this.warnings = warnings;
    Yaml11 root = document.yaml11();
    this.at = root == null ? JmxMapping.empty() : JmxMapping.of(root, JmxKeys.TOP_LEVEL, warnings);
  }

  boolean bool(String key, boolean otherwise) throws ConfigurationException {
    return at.bool(key, otherwise);
  }

  /** Reads a boolean that may also be null, which is false. */
  boolean boolOrNull(String key) throws ConfigurationException {
    return at.findSome(key) != null && at.bool(key, false);
  }

  int startDelaySeconds() throws ConfigurationException {
    Yaml11 written = at.find("startDelaySeconds");
    if (written == null) {
      return 0;
    }
    Object seconds = written.isScalar() ? written.scalar() : null;
    if (!(seconds instanceof Integer) || (Integer) seconds < 0) {
      throw written.expected("a whole number of seconds, without quotes");
    }
    return (Integer) seconds;
  }

  List<@Nullable ObjectName> includes() throws ConfigurationException {
    Yaml11 written = either("includeObjectNames", "whitelistObjectNames");
    if (written == null) {
      return ALL;
    }
    List<@Nullable ObjectName> includes = new ArrayList<>(objectNames(written));
    return Collections.unmodifiableList(includes);
  }

  List<ObjectName> excludes() throws ConfigurationException {
    Yaml11 written = either("excludeObjectNames", "blacklistObjectNames");
    return written == null
        ? Collections.emptyList()
        : Collections.unmodifiableList(objectNames(written));
  }

  private @Nullable Yaml11 either(String key, String formerKey) {
    Yaml11 written = at.find(key);
    if (written == null) {
      return at.find(formerKey);
    }
    warnings.addVoid(at.find(formerKey), formerKey, key);
    return written;
  }

  private static List<ObjectName> objectNames(Yaml11 written) throws ConfigurationException {
    List<ObjectName> names = new ArrayList<>();
    for (Yaml11 item : written.items()) {
      names.add(objectName(item.text(), item));
    }
    return names;
  }

  private static ObjectName objectName(String name, Yaml11 written) throws ConfigurationException {
    try {
      return new ObjectName(name);
    } catch (MalformedObjectNameException e) {
      throw written.error(
          String.format(
              "%s is not an ObjectName (%s)",
              Quoted.of(name), Quoted.plain(String.valueOf(e.getMessage()))),
          "write it as in domain:type=Name,*");
    }
  }

  /** Reads attributes by ObjectName, which may be empty; an empty list names the bean, too. */
  Map<ObjectName, Set<String>> attributes(String key) throws ConfigurationException {
    Yaml11 written = at.find(key);
    if (written == null) {
      return Collections.emptyMap();
    }
    Map<ObjectName, Set<String>> attributes = new LinkedHashMap<>();
    for (Map.Entry<Object, Yaml11> entry : written.entries().entrySet()) {
      Yaml11 list = entry.getValue();
      if (!(entry.getKey() instanceof String)) {
        throw list.errorOfKey("an ObjectName that is not text", "put it in quotes");
      }
      ObjectName bean = objectName((String) entry.getKey(), list);
      if (bean.isPattern()) {
        warnings.add(
            list, "an ObjectName with wildcards stands for no MBean", "name each MBean, in full");
      }
      Set<String> names = attributes.computeIfAbsent(bean, added -> new HashSet<>());
      for (Yaml11 item : list.items()) {
        names.add(item.isScalar() ? String.valueOf(item.scalar()) : "");
      }
    }
    return Collections.unmodifiableMap(attributes);
  }

  List<CustomizerSettings> customizers() throws ConfigurationException {
    Yaml11 written = at.find("metricCustomizers");
    if (written == null) {
      return Collections.emptyList();
    }
    List<CustomizerSettings> customizers = new ArrayList<>();
    for (Yaml11 item : written.items()) {
      customizers.add(CustomizerReader.read(item, warnings));
    }
    return Collections.unmodifiableList(customizers);
  }

  List<RuleSettings> rules() throws ConfigurationException {
    Yaml11 written = at.find("rules");
    if (written == null) {
      return Collections.singletonList(RuleReader.ofEverything());
    }
    List<RuleSettings> rules = new ArrayList<>();
    for (Yaml11 item : written.items()) {
      rules.add(RuleReader.read(item, warnings));
    }
    return Collections.unmodifiableList(rules);
  }

  /**
   * Checks the keys of another JVM's collector as jmx_exporter does.
   *
   * @return those that are given
   */
  List<String> remoteKeys(Map<String, String> environment) throws ConfigurationException {
    List<String> given = new ArrayList<>();
    for (String key : JmxKeys.REMOTE) {
      if (at.find(key) != null) {
        given.add(key);
      }
    }
    Yaml11 url = at.find("jmxUrl");
    if (url != null && at.find("hostPort") != null) {
      throw url.errorOfKey("both hostPort and jmxUrl are given", "remove both: neither is used");
    }
    requireText(url);
    requireVariable(requireText(at.find("username")), at.find("username"), environment);
    requireVariable(requireText(at.find("password")), at.find("password"), environment);
    return given;
  }

  private static String requireText(@Nullable Yaml11 written) throws ConfigurationException {
    if (written == null || written.isNull()) {
      return "";
    }
    Object value = written.isScalar() ? written.scalar() : null;
    if (!(value instanceof String)) {
      throw written.error("not text", "put it in quotes, or remove it: it is not used");
    }
    return ((String) value).trim();
  }

  private static void requireVariable(
      String text, @Nullable Yaml11 written, Map<String, String> environment)
      throws ConfigurationException {
    if (written == null || text.equals("${}") || !text.startsWith("${") || !text.endsWith("}")) {
      return;
    }
    String variable = text.substring(2, text.length() - 1).trim();
    if (environment.getOrDefault(variable, "").trim().isEmpty()) {
      throw written.error(
          String.format("environment variable %s is not set", Quoted.of(variable)),
          "set it, or remove this key: it is not used");
    }
  }

  /** Returns the keys that close jmx_exporter's own page, as {@code httpServer.ssl}. */
  Set<String> closingKeys() throws ConfigurationException {
    return keysOfServer(true);
  }

  /** Returns the keys of jmx_exporter's own page that close nothing, and of other outputs. */
  Set<String> keysOfOutput() throws ConfigurationException {
    Set<String> keys = keysOfServer(false);
    for (String key : new String[] {"openTelemetry", "scrapeTimeoutSeconds"}) {
      if (at.find(key) != null) {
        keys.add(key);
      }
    }
    return keys;
  }

  private Set<String> keysOfServer(boolean closing) throws ConfigurationException {
    Set<String> keys = new LinkedHashSet<>();
    Yaml11 server = at.findSome("httpServer");
    if (server != null) {
      for (Object key : server.entries().keySet()) {
        if (closing == (key.equals("authentication") || key.equals("ssl"))) {
          keys.add("httpServer." + (key instanceof String ? Quoted.plain((String) key) : "?"));
        }
      }
    }
    return keys;
  }
}
