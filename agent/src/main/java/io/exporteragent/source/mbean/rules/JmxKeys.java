package io.exporteragent.source.mbean.rules;

import io.exporteragent.config.NearestKey;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The keys that jmx_exporter knows. */
public final class JmxKeys {
  /** Keys of the collector of another JVM's MBeans. */
  static final List<String> REMOTE = list("hostPort", "jmxUrl", "username", "password", "ssl");

  /** Those of the top level, by which such a file is recognised. */
  public static final List<String> TOP_LEVEL =
      list(
          "startDelaySeconds",
          "hostPort",
          "jmxUrl",
          "username",
          "password",
          "ssl",
          "lowercaseOutputName",
          "lowercaseOutputLabelNames",
          "inferCounterTypeFromName",
          "includeObjectNames",
          "whitelistObjectNames",
          "excludeObjectNames",
          "blacklistObjectNames",
          "excludeJvmMetrics",
          "excludeObjectNameAttributes",
          "includeObjectNameAttributes",
          "autoExcludeObjectNameAttributes",
          "metricCustomizers",
          "rules",
          "httpServer",
          "openTelemetry",
          "scrapeTimeoutSeconds");

  static final List<String> RULE =
      list(
          "pattern",
          "name",
          "value",
          "valueFactor",
          "labels",
          "help",
          "cache",
          "type",
          "attrNameSnakeCase");

  static final List<String> CUSTOMIZER = list("mbeanFilter", "attributesAsLabels", "extraMetrics");
  static final List<String> MBEAN_FILTER = list("domain", "properties");
  static final List<String> EXTRA_METRIC = list("name", "value", "description");

  private JmxKeys() {}

  private static List<String> list(String... keys) {
    return Collections.unmodifiableList(Arrays.asList(keys));
  }

  /** Returns the known key that an unknown one may be meant to be, in whatever case. */
  static @Nullable String nearest(String written, List<String> known) {
    List<String> lower =
        known.stream().map(key -> key.toLowerCase(Locale.ROOT)).collect(Collectors.toList());
    String near = NearestKey.to(written, lower);
    return near == null ? null : known.get(lower.indexOf(near));
  }
}
