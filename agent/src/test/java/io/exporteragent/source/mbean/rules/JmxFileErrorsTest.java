package io.exporteragent.source.mbean.rules;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.exporteragent.config.ConfigurationException;
import io.exporteragent.config.YamlDocument;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What jmx_exporter refuses with an exception of Java is refused here in words. */
class JmxFileErrorsTest {
  private static final String CUSTOMIZER = "metricCustomizers: [{mbeanFilter: {domain: d}, ";

  private static final String[][] ERRORS = {
    {"- a", "1:1: a list at the top level; expected a mapping"},
    {"5", "1:1: \"5\" at the top level; expected a mapping"},
    {
      "lowercaseOutputName: 'true'",
      "1:22: \"true\" at lowercaseOutputName; expected true or false, without quotes"
    },
    {
      "inferCounterTypeFromName:",
      "1:26: nothing at inferCounterTypeFromName; expected true or false, without quotes"
    },
    {
      "excludeJvmMetrics: 1",
      "1:20: \"1\" at excludeJvmMetrics; expected true or false, without quotes"
    },
    {
      "autoExcludeObjectNameAttributes:",
      "1:33: nothing at autoExcludeObjectNameAttributes; expected true or false, without quotes"
    },
    {
      "startDelaySeconds: '5'",
      "1:20: \"5\" at startDelaySeconds; expected a whole number of seconds, without quotes"
    },
    {
      "startDelaySeconds: -1",
      "1:20: \"-1\" at startDelaySeconds; expected a whole number of seconds, without quotes"
    },
    {
      "startDelaySeconds: 3000000000",
      "1:20: \"3000000000\" at startDelaySeconds; expected a whole number of seconds, without quotes"
    },
    {"includeObjectNames:", "1:20: nothing at includeObjectNames; expected a list"},
    {"whitelistObjectNames: 'a:*'", "1:23: \"a:*\" at whitelistObjectNames; expected a list"},
    {
      "excludeObjectNames: [5]",
      "1:22: \"5\" at excludeObjectNames[0]; expected text, and this is a number; put it in quotes"
    },
    {
      "blacklistObjectNames: [a]",
      "1:24: \"a\" is not an ObjectName (Key properties cannot be empty) at blacklistObjectNames[0]; write it as in domain:type=Name,*"
    },
    {
      "excludeObjectNameAttributes:",
      "1:29: nothing at excludeObjectNameAttributes; expected a mapping"
    },
    {
      "includeObjectNameAttributes: {'a:b=c': x}",
      "1:40: \"x\" at includeObjectNameAttributes.\"a:b=c\"; expected a list"
    },
    {
      "includeObjectNameAttributes: {5: [x]}",
      "1:31: an ObjectName that is not text at includeObjectNameAttributes; put it in quotes"
    },
    {"metricCustomizers:", "1:19: nothing at metricCustomizers; expected a list"},
    {
      "metricCustomizers: [{}]",
      "1:21: a customizer without mbeanFilter at metricCustomizers[0]; add mbeanFilter with a domain"
    },
    {
      "metricCustomizers: [{mbeanFilter: {}}]",
      "1:35: no domain at metricCustomizers[0].mbeanFilter; add the domain of the MBeans"
    },
    {
      "metricCustomizers: [{mbeanFilter: {domain: d}}]",
      "1:21: a customizer with neither attributesAsLabels nor extraMetrics at metricCustomizers[0]; add one of them"
    },
    {
      CUSTOMIZER + "attributesAsLabels: a}]",
      "1:68: \"a\" at metricCustomizers[0].attributesAsLabels; expected a list"
    },
    {
      CUSTOMIZER + "extraMetrics: [{name: a}]}]",
      "1:63: an extra metric without name or value at metricCustomizers[0].extraMetrics[0]; give it both"
    },
    {
      CUSTOMIZER + "extraMetrics: [{name: 5, value: 1}]}]",
      "1:70: \"5\" at metricCustomizers[0].extraMetrics[0].name; expected text, and this is a number; put it in quotes"
    },
    {"rules:", "1:7: nothing at rules; expected a list"},
    {"rules: [null]", "1:9: nothing at rules[0]; expected a mapping"},
    {
      "rules: [{pattern: (}]",
      "1:19: \"(\" at rules[0].pattern; expected a regular expression (Unclosed group near index 5)"
    },
    {"rules: [{pattern: [x]}]", "1:19: a list at rules[0].pattern; expected a regular expression"},
    {
      "rules: [{pattern: '" + "(".repeat(201) + ")".repeat(201) + "'}]",
      "1:19: a regular expression of more than 20000 characters or 200 nested brackets at rules[0].pattern; shorten it"
    },
    {
      "rules: [{pattern: " + "x".repeat(20_001) + "}]",
      "1:19: a regular expression of more than 20000 characters or 200 nested brackets at rules[0].pattern; shorten it"
    },
    {"rules: [{name: a}]", "1:9: a rule with a name has no pattern at rules[0]; add the pattern"},
    {
      "rules: [{pattern: x, help: h}]",
      "1:9: a rule with help or labels has no name at rules[0]; add the name, or remove help and labels"
    },
    {
      "rules: [{pattern: x, labels: {}}]",
      "1:9: a rule with help or labels has no name at rules[0]; add the name, or remove help and labels"
    },
    {"rules: [{labels: }]", "1:17: nothing at rules[0].labels; expected a mapping"},
    {
      "rules: [{pattern: x, name: yes}]",
      "1:28: \"yes\" at rules[0].name; expected text, and this is true or false in YAML 1.1; put it in quotes"
    },
    {
      "rules: [{labels: {a: 5}}]",
      "1:22: \"5\" at rules[0].labels.a; expected text, and this is a number; put it in quotes"
    },
    {
      "rules: [{labels: {a: 2024-01-31}}]",
      "1:22: \"2024-01-31\" at rules[0].labels.a; expected text, and this is a date; put it in quotes"
    },
    {
      "rules: [{labels: {no: a}}]",
      "1:19: a label whose name is not text at rules[0].labels; put it in quotes"
    },
    {
      "rules: [{valueFactor: }]",
      "1:22: nothing at rules[0].valueFactor; expected a number such as 0.001"
    },
    {
      "rules: [{valueFactor: x}]",
      "1:23: \"x\" at rules[0].valueFactor; expected a number such as 0.001"
    },
    {
      "rules: [{cache: 1}]", "1:17: \"1\" at rules[0].cache; expected true or false, without quotes"
    },
    {
      "hostPort: a:1\njmxUrl: b",
      "2:1: both hostPort and jmxUrl are given; remove both: neither is used"
    },
    {"jmxUrl: 5", "1:9: not text at jmxUrl; put it in quotes, or remove it: it is not used"},
    {"password: 5", "1:11: not text at password; put it in quotes, or remove it: it is not used"},
    {
      "username: ' ${ABSENT} '",
      "1:11: environment variable \"ABSENT\" is not set at username; set it, or remove this key: it is not used"
    },
    {
      "password: ${BLANK}",
      "1:11: environment variable \"BLANK\" is not set at password; set it, or remove this key: it is not used"
    },
  };

  static String[][] errors() {
    return ERRORS;
  }

  @ParameterizedTest
  @MethodSource("errors")
  void error_saysWhereAndWhatToDo(String text, String message) {
    Throwable thrown =
        catchThrowable(() -> JmxFile.of(YamlDocument.of(text, "kafka.yml"), Map.of("BLANK", " ")));
    assertThat(thrown)
        .isInstanceOf(ConfigurationException.class)
        .hasMessage("kafka.yml:" + message);
  }
}
