package io.exporteragent.source.mbean.rules;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.exporteragent.config.ConfigurationException;
import io.exporteragent.config.YamlDocument;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Set;
import javax.management.ObjectName;
import org.junit.jupiter.api.Test;

/** What is understood of a jmx_exporter file; what is refused {@link JmxFileErrorsTest} shows. */
class JmxFileTest {

  @Test
  void emptyFile_isEverythingInTheDefaultFormat() throws Exception {
    for (String text : List.of("", "# nothing\n", "{}", "~")) {
      JmxFile file = parse(text);
      assertThat(file.includes()).containsExactly((ObjectName) null);
      assertThat(file.excludes()).isEmpty();
      assertThat(file.rules()).hasSize(1);
      RuleSettings rule = file.rules().get(0);
      assertThat(rule.line()).isZero();
      assertThat(rule.pattern()).isNull();
      assertThat(rule.regex()).isNull();
      assertThat(rule.name()).isNull();
      assertThat(rule.value()).isNull();
      assertThat(rule.valueFactor()).isEqualTo(1);
      assertThat(rule.help()).isNull();
      assertThat(rule.labels()).isEmpty();
      assertThat(rule.type()).isEqualTo("UNTYPED");
      assertThat(rule.cache()).isFalse();
      assertThat(rule.attrNameSnakeCase()).isFalse();
      assertThat(file.customizers()).isEmpty();
      assertThat(file.includedAttributes()).isEmpty();
      assertThat(file.excludedAttributes()).isEmpty();
      assertThat(file.learnsExclusions()).isTrue();
      assertThat(file.excludesJvmMetrics()).isFalse();
      assertThat(file.lowercaseOutputName()).isFalse();
      assertThat(file.lowercaseOutputLabelNames()).isFalse();
      assertThat(file.inferCounterTypeFromName()).isFalse();
      assertThat(file.startDelaySeconds()).isZero();
      assertThat(file.closesPage()).isEmpty();
      assertThat(file.warnings()).isEmpty();
    }
  }

  @Test
  void switches_areBooleansOfYaml11() throws Exception {
    JmxFile file =
        parse(
            """
            lowercaseOutputName: yes
            lowercaseOutputLabelNames: on
            inferCounterTypeFromName: True
            excludeJvmMetrics: true
            autoExcludeObjectNameAttributes: off
            startDelaySeconds: 1:30
            """);
    assertThat(file.lowercaseOutputName()).isTrue();
    assertThat(file.lowercaseOutputLabelNames()).isTrue();
    assertThat(file.inferCounterTypeFromName()).isTrue();
    assertThat(file.excludesJvmMetrics()).isTrue();
    assertThat(file.learnsExclusions()).isFalse();
    assertThat(file.startDelaySeconds()).isEqualTo(90);
    assertThat(parse("excludeJvmMetrics:").excludesJvmMetrics()).isFalse();
  }

  @Test
  void includes_absentIsAll_emptyListIsNone_emptyTextIsAll() throws Exception {
    assertThat(parse("includeObjectNames: []").includes()).isEmpty();
    assertThat(parse("includeObjectNames: ['']").includes()).containsExactly(name("*:*"));
    assertThat(parse("includeObjectNames: ['b:*', 'a:type=X']").includes())
        .containsExactly(name("b:*"), name("a:type=X"));
    assertThat(parse("whitelistObjectNames: ['a:*']").includes()).containsExactly(name("a:*"));
    assertThat(parse("excludeObjectNames: ['']").excludes()).containsExactly(name("*:*"));
    assertThat(parse("blacklistObjectNames: ['a:*']").excludes()).containsExactly(name("a:*"));
  }

  @Test
  void formerKeys_countOnlyWithoutTheirSuccessors() throws Exception {
    JmxFile file =
        parse(
            """
            includeObjectNames: ['a:*']
            whitelistObjectNames: no list
            excludeObjectNames: []
            blacklistObjectNames: ['a:*']
            """);
    assertThat(file.includes()).containsExactly(name("a:*"));
    assertThat(file.excludes()).isEmpty();
    assertThat(file.warnings())
        .containsExactly(
            "kafka.yml:2:1: whitelistObjectNames is ignored, since includeObjectNames is given; put the patterns of both into includeObjectNames",
            "kafka.yml:4:1: blacklistObjectNames is ignored, since excludeObjectNames is given; put the patterns of both into excludeObjectNames");
  }

  @Test
  void attributes_areFoundByEqualObjectName_notByPattern() throws Exception {
    JmxFile file =
        parse(
            """
            includeObjectNameAttributes:
              'a:type=X,name=Y': [p, q, 5]
              'a:name=Y,type=X': [r]
              'a:type=Z': []
            excludeObjectNameAttributes: {'a:*': [p]}
            """);
    assertThat(file.includedAttributes())
        .isEqualTo(
            Map.of(
                name("a:name=Y,type=X"), Set.of("p", "q", "r", "5"), name("a:type=Z"), Set.of()));
    assertThat(file.excludedAttributes()).containsOnlyKeys(name("a:*"));
    assertThat(file.warnings())
        .containsExactly(
            "kafka.yml:5:38: an ObjectName with wildcards stands for no MBean at excludeObjectNameAttributes.\"a:*\"; name each MBean, in full");
  }

  @Test
  void rule_hasEveryKey() throws Exception {
    JmxFile file =
        parse(
            """
            rules:
            # the first
            - pattern: 'a<type=(.+)><>Count'
              name: a_$1
              value: 010
              valueFactor: 0.001
              help: ${name} of $1
              type: COUNTER
              cache: yes
              attrNameSnakeCase: true
              labels: {z: '1', "$1": x, '': ''}
            - {}
            """);
    RuleSettings rule = file.rules().get(0);
    assertThat(rule.line()).isEqualTo(3);
    assertThat(rule.pattern()).isEqualTo("a<type=(.+)><>Count");
    assertThat(rule.regex().pattern()).isEqualTo("^.*(?:a<type=(.+)><>Count).*$");
    assertThat(rule.name()).isEqualTo("a_$1");
    assertThat(rule.value()).isEqualTo("8");
    assertThat(rule.valueFactor()).isEqualTo(0.001);
    assertThat(rule.help()).isEqualTo("${name} of $1");
    assertThat(rule.type()).isEqualTo("COUNTER");
    assertThat(rule.cache()).isTrue();
    assertThat(rule.attrNameSnakeCase()).isTrue();
    assertThat(rule.labels().keySet()).containsExactly("", "$1", "z");
    assertThat(file.rules().get(1).line()).isEqualTo(12);
    assertThat(file.warnings()).isEmpty();
  }

  @Test
  void templatesAndPatterns_mayBeNumbers() throws Exception {
    RuleSettings rule =
        parse("rules: [{pattern: 1.0, value: 1e3, valueFactor: '0x1p3'}]").rules().get(0);
    assertThat(rule.pattern()).isEqualTo("1.0");
    assertThat(rule.value()).isEqualTo("1000.0");
    assertThat(rule.valueFactor()).isEqualTo(8);
    assertThat(parse("rules: [{pattern: x, value: yes}]").rules().get(0).value()).isEqualTo("true");
    assertThat(parse("rules: [{pattern: x, value: ''}]").rules().get(0).value()).isEmpty();
  }

  @Test
  void rules_emptyListIsNone_mergesAndDuplicatesAreThoseOfYaml11() throws Exception {
    assertThat(parse("rules: []").rules()).isEmpty();
    List<RuleSettings> rules =
        parse(
                """
                rules:
                - &r {pattern: x, name: a, valueFactor: 2}
                - {<<: *r, name: b}
                - {pattern: x, name: c, name: d}
                - {pattern: x, name: }
                """)
            .rules();
    assertThat(rules).extracting(RuleSettings::name).containsExactly("a", "b", "d", null);
    assertThat(rules).extracting(RuleSettings::valueFactor).containsExactly(2.0, 2.0, 1.0, 1.0);
  }

  @Test
  void rule_thatDoesLittle_isWarnedAbout() throws Exception {
    JmxFile file =
        parse(
            """
            rules:
            - {pattern: x, name: n, type: gauge, labels: {l: }}
            - {pattern: x, value: }
            - {pattern: x, value: [1]}
            - {value: 1}
            - {pattern: , type: }
            - {pattern: x, type: UNTYPED}
            """);
    assertThat(file.rules()).extracting(RuleSettings::value).contains("null", "null");
    assertThat(file.rules().get(0).labels()).isEmpty();
    assertThat(file.rules().get(4).pattern()).isEqualTo("null");
    assertThat(file.warnings())
        .containsExactly(
            "kafka.yml:2:31: \"gauge\" counts as UNTYPED at rules[0].type; write COUNTER or GAUGE, in capitals",
            "kafka.yml:2:49: a label without a value is left out at rules[0].labels.l; give it a value, or remove it",
            "kafka.yml:3:22: a value that is no number, so that the rule makes no sample at rules[1].value; write one, or remove the key for the value of the MBean",
            "kafka.yml:4:23: a value that is no number, so that the rule makes no sample at rules[2].value; write one, or remove the key for the value of the MBean",
            "kafka.yml:5:11: a value in a rule without pattern, which fails at rules[3].value; add the pattern",
            "kafka.yml:6:12: an empty pattern is the text null at rules[4].pattern; write one, or remove the key for all",
            "kafka.yml:6:20: nothing counts as UNTYPED at rules[4].type; write COUNTER or GAUGE, in capitals");
  }

  @Test
  void customizer_hasEveryKey() throws Exception {
    JmxFile file =
        parse(
            """
            metricCustomizers:
            - mbeanFilter: {domain: d, properties: {type: T}}
              attributesAsLabels: [Text, 5]
              extraMetrics:
              - {name: up, value: yes, description: the desc}
              - {name: since, value: 2024-01-31}
              - {name: many, value: [1]}
            - {mbeanFilter: {domain: d, properties: {type: 5}}, attributesAsLabels: []}
            """);
    CustomizerSettings first = file.customizers().get(0);
    assertThat(first.domain()).isEqualTo("d");
    assertThat(first.attributesAsLabels()).containsExactly("Text");
    assertThat(first.extraMetrics()).extracting(ExtraMetric::name).containsExactly("up", "since");
    assertThat(first.extraMetrics())
        .extracting(ExtraMetric::value)
        .containsExactly(true, Date.from(Instant.parse("2024-01-31T00:00:00Z")));
    assertThat(first.extraMetrics())
        .extracting(ExtraMetric::description)
        .containsExactly("the desc", null);
    ObjectName bean = name("d:type=T,name=N");
    assertThat(first.fits(bean, Map.of("type", "T", "name", "N"))).isTrue();
    assertThat(first.fits(bean, Map.of("type", "U"))).isFalse();
    assertThat(first.fits(name("e:type=T"), Map.of("type", "T"))).isFalse();
    assertThat(file.customizers().get(1).fits(name("d:type=5"), Map.of("type", "5"))).isFalse();
    assertThat(file.warnings())
        .containsExactly(
            "kafka.yml:3:30: not the name of an attribute, and ignored at metricCustomizers[0].attributesAsLabels[1]; put it in quotes",
            "kafka.yml:7:25: an extra metric of several values makes no sample at metricCustomizers[0].extraMetrics[2].value; give it one value",
            "kafka.yml:8:48: a value that is not text, which no property equals at metricCustomizers[1].mbeanFilter.properties.type; put it in quotes");
  }

  @Test
  void unknownKeys_areWarnedAbout_withASuggestion() throws Exception {
    JmxFile file =
        parse(
            """
            lowercaseoutputname: true
            attrNameSnakeCase: true
            yes: 1
            rules: [{patern: x}]
            metricCustomizers: [{mbeanFilter: {domain: d, property: {}}, attributeAsLabels: [], extraMetrics: []}]
            """);
    assertThat(file.lowercaseOutputName()).isFalse();
    assertThat(file.warnings())
        .containsExactly(
            "kafka.yml:1:1: unknown key \"lowercaseoutputname\" is ignored; did you mean \"lowercaseOutputName\"?",
            "kafka.yml:2:1: unknown key \"attrNameSnakeCase\" is ignored; it belongs into a rule",
            "kafka.yml:3:1: unknown key \"?\" is ignored; jmx_exporter ignores it, too",
            "kafka.yml:5:62: unknown key \"attributeAsLabels\" is ignored at metricCustomizers[0]; did you mean \"attributesAsLabels\"?",
            "kafka.yml:5:47: unknown key \"property\" is ignored at metricCustomizers[0].mbeanFilter; jmx_exporter ignores it, too",
            "kafka.yml:4:10: unknown key \"patern\" is ignored at rules[0]; did you mean \"pattern\"?");
  }

  @Test
  void whatIsNotHonoured_isNamedInOneLine_withoutItsValues() throws Exception {
    JmxFile file =
        parse(
            """
            hostPort: h:1
            username: secret
            password: ${PASSWORD}
            ssl: {enabled: true}
            openTelemetry: {endpoint: secret}
            scrapeTimeoutSeconds: 5
            httpServer: {metrics: {path: /secret}, threads: {minimum: 1}}
            """);
    assertThat(file.closesPage()).isEmpty();
    assertThat(file.warnings())
        .containsExactly(
            "kafka.yml: not honoured: hostPort, username, password, ssl, httpServer.metrics, httpServer.threads, openTelemetry, scrapeTimeoutSeconds; the MBeans of this JVM are read instead, and the page is that of the agent argument");
    assertThat(file.toString()).isEqualTo("kafka.yml");
  }

  @Test
  void keysThatCloseThePage_areToldApart() throws Exception {
    assertThat(parse("httpServer: {ssl: {}}").closesPage()).isEqualTo("httpServer.ssl");
    assertThat(parse("httpServer: {authentication: , ssl: , metrics: {}}").closesPage())
        .isEqualTo("httpServer.authentication and httpServer.ssl");
  }

  @Test
  void files_areEqualByNameAndText() throws Exception {
    assertThat(parse("rules: []"))
        .isEqualTo(parse("rules: []"))
        .hasSameHashCodeAs(parse("rules: []"));
    assertThat(parse("rules: []")).isNotEqualTo(parse("rules: [] #"));
    assertThat(parse("rules: []")).isNotEqualTo(JmxFile.parse("rules: []", "other.yml"));
  }

  @Test
  void wrongFile_isOneLineWithItsPosition() {
    assertThatThrownBy(() -> JmxFile.parse("rules: {", "kafka.yml"))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageStartingWith("kafka.yml:1:9: ");
  }

  private static JmxFile parse(String text) throws ConfigurationException {
    return JmxFile.of(YamlDocument.of(text, "kafka.yml"), Map.of("PASSWORD", "x"));
  }

  private static ObjectName name(String name) throws Exception {
    return new ObjectName(name);
  }
}
