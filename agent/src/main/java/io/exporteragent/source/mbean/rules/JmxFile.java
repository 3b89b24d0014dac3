package io.exporteragent.source.mbean.rules;

import io.exporteragent.config.ConfigurationException;
import io.exporteragent.config.YamlDocument;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import javax.management.ObjectName;
import org.jspecify.annotations.Nullable;

/**
 * A configuration file of jmx_exporter, read as its collector 1.7.0 does.
 *
 * <pre>
 *   JmxFile file = JmxFile.parse(text, "kafka.yml");
 *   file.warnings().forEach(messages::say);
 *   for (RuleSettings rule : file.rules()) {
 *     ...
 *   }
 * </pre>
 *
 * <p>Needs the module {@code java.management}. Equal if name and text are equal. Immutable.
 */
public final class JmxFile {
  private final String fileName;
  private final String text;
  private final boolean lowercaseOutputName;
  private final boolean lowercaseOutputLabelNames;
  private final boolean inferCounterTypeFromName;
  private final List<@Nullable ObjectName> includes;
  private final List<ObjectName> excludes;
  private final boolean excludesJvmMetrics;
  private final Map<ObjectName, Set<String>> includedAttributes;
  private final Map<ObjectName, Set<String>> excludedAttributes;
  private final boolean learnsExclusions;
  private final List<CustomizerSettings> customizers;
  private final List<RuleSettings> rules;
  private final int startDelaySeconds;
  private final String closesPage;
  private final List<String> warnings;

  private JmxFile(YamlDocument document, Map<String, String> environment)
      throws ConfigurationException {
    JmxWarnings found = new JmxWarnings(document.fileName());
    JmxReader reader = new JmxReader(document, found);
    fileName = document.fileName();
    text = document.text();
    startDelaySeconds = reader.startDelaySeconds();
    List<String> notHonoured = new ArrayList<>(reader.remoteKeys(environment));
    notHonoured.addAll(reader.keysOfOutput());
    found.addNotHonoured(notHonoured);
    closesPage = String.join(" and ", reader.closingKeys());
    lowercaseOutputName = reader.bool("lowercaseOutputName", false);
    lowercaseOutputLabelNames = reader.bool("lowercaseOutputLabelNames", false);
    inferCounterTypeFromName = reader.bool("inferCounterTypeFromName", false);
    includes = reader.includes();
    excludes = reader.excludes();
    excludesJvmMetrics = reader.boolOrNull("excludeJvmMetrics");
    excludedAttributes = reader.attributes("excludeObjectNameAttributes");
    includedAttributes = reader.attributes("includeObjectNameAttributes");
    learnsExclusions = reader.bool("autoExcludeObjectNameAttributes", true);
    customizers = reader.customizers();
    rules = reader.rules();
    warnings = Collections.unmodifiableList(found.lines());
  }

  /**
   * Reads the text of a file.
   *
   * @param fileName for messages
   * @throws ConfigurationException if jmx_exporter would refuse it, too
   */
  public static JmxFile parse(String text, String fileName) throws ConfigurationException {
    return of(YamlDocument.of(text, fileName));
  }

  /**
   * Reads a file.
   *
   * @throws ConfigurationException if jmx_exporter would refuse it, too
   */
  public static JmxFile of(YamlDocument document) throws ConfigurationException {
    return of(document, System.getenv());
  }

  static JmxFile of(YamlDocument document, Map<String, String> environment)
      throws ConfigurationException {
    return new JmxFile(document, environment);
  }

  /** Returns its name for messages. */
  public String fileName() {
    return fileName;
  }

  /** Returns whether names of metrics are converted to lower case. */
  public boolean lowercaseOutputName() {
    return lowercaseOutputName;
  }

  /** Returns whether names of labels are converted to lower case. */
  public boolean lowercaseOutputLabelNames() {
    return lowercaseOutputLabelNames;
  }

  /** Returns whether a metric whose name ends with {@code _total} is a counter. */
  public boolean inferCounterTypeFromName() {
    return inferCounterTypeFromName;
  }

  /**
   * Returns the patterns of the MBeans that are read. The absent list is one entry that is null and
   * stands for every MBean; an empty list stands for none.
   */
  public List<@Nullable ObjectName> includes() {
    return includes;
  }

  /** Returns the patterns of the MBeans that are not read, whatever {@link #includes} says. */
  public List<ObjectName> excludes() {
    return excludes;
  }

  /** Returns whether the MBeans of the JVM are left out, unless an include finds them. */
  public boolean excludesJvmMetrics() {
    return excludesJvmMetrics;
  }

  /**
   * Returns the attributes that are read, by the name of their MBean, where patterns match nothing.
   * If there is any MBean, those that are missing have none.
   */
  public Map<ObjectName, Set<String>> includedAttributes() {
    return includedAttributes;
  }

  /** Returns the attributes that are not read, by the name of their MBean. */
  public Map<ObjectName, Set<String>> excludedAttributes() {
    return excludedAttributes;
  }

  /** Returns whether attributes of types that make no sample are not read again. */
  public boolean learnsExclusions() {
    return learnsExclusions;
  }

  /** Returns what is added to some MBeans; the first that fits one counts. */
  public List<CustomizerSettings> customizers() {
    return customizers;
  }

  /** Returns the rules; the first that matches decides. */
  public List<RuleSettings> rules() {
    return rules;
  }

  /** Returns for how many seconds no MBean is read at first. */
  public int startDelaySeconds() {
    return startDelaySeconds;
  }

  /**
   * Returns the keys that would close the page of jmx_exporter to strangers, as {@code
   * httpServer.authentication and httpServer.ssl}; empty if there are none.
   */
  public String closesPage() {
    return closesPage;
  }

  /** Returns what is odd in it, one line each. */
  public List<String> warnings() {
    return warnings;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof JmxFile
        && text.equals(((JmxFile) other).text)
        && fileName.equals(((JmxFile) other).fileName);
  }

  @Override
  public int hashCode() {
    return text.hashCode();
  }

  /** Returns its name. */
  @Override
  public String toString() {
    return fileName;
  }
}
