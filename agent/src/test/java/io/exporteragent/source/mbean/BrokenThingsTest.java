package io.exporteragent.source.mbean;

import java.util.stream.Stream;

/** Rules that cannot be applied and beans that misbehave: each costs its own samples alone. */
class BrokenThingsTest extends Conformance {
  private static final String NAME = "b:type=B";

  private static PlainBean badAndGood() {
    return new PlainBean().with("bad", 1, "good", 2);
  }

  private static Case broken(String name, String rule) {
    return Case.of(name)
        .bean(NAME, badAndGood())
        .file("rules:\n- " + rule + "\n- {pattern: '<>good', name: good}\n")
        .showsWhereTheirsAborts("good 2.0");
  }

  private static Case refused(String name, String yaml) {
    return Case.of(name).everyBean().file(yaml).isRefused();
  }

  @Override
  Stream<Case> cases() {
    return Stream.of(ofRules(), ofBeans(), refusals(), ofYaml()).flatMap(part -> part);
  }

  private static Stream<Case> ofRules() {
    return Stream.of(
        broken("H1 a group that there is not, in a name", "{pattern: 'bad', name: x_$3}"),
        broken("H1 in a label", "{pattern: 'bad', name: x, labels: {l: $3}}"),
        broken("H1 in HELP", "{pattern: 'bad', name: x, help: costs $ 5}"),
        Case.of("H2 one of six beans")
            .bean("p:type=P0", one())
            .bean("p:type=P1", one())
            .bean("p:type=P2", one())
            .bean("p:type=P3", one())
            .bean("p:type=P4", one())
            .bean("p:type=P5", one())
            .file(
                """
                rules:
                - {pattern: 'P3', name: $9}
                - {pattern: 'type=(.*)><>', name: p, labels: {p: $1}}
                """)
            .showsWhereTheirsAborts(
                "p{p=\"P0\"} 1.0",
                "p{p=\"P1\"} 1.0",
                "p{p=\"P2\"} 1.0",
                "p{p=\"P4\"} 1.0",
                "p{p=\"P5\"} 1.0"),
        broken(
            "H3 names of labels that become the same",
            "{pattern: 'bad', name: x, labels: {a-b: '1', a.b: '2'}}"),
        Case.of("H4 a value in a rule without a pattern")
            .bean(NAME, badAndGood())
            .file("rules:\n- {pattern: '<>good', name: good}\n- {value: '5'}\n")
            .showsWhereTheirsAborts("good 2.0"),
        Case.of("H10 a type that is null")
            .bean(NAME, badAndGood())
            .file("rules:\n- {pattern: bad, name: x, type: }\n- {pattern: good, name: good}\n")
            .showsWhereTheirsFails("x 1.0", "good 2.0"));
  }

  private static PlainBean one() {
    return new PlainBean().with("v", 1);
  }

  private static Stream<Case> ofBeans() {
    PlainBean failing = one();
    return Stream.of(
        aside("H5 getMBeanInfo throws")
            .bean(NAME, failing)
            .then(() -> failing.infoFails(new IllegalStateException("info")))
            .showsWhereTheirsAborts("b_A_v 1.0"),
        aside("H6 getAttributes returns null")
            .bean(NAME, one().answering(answer -> null))
            .shows("b_A_v 1.0"),
        aside("H6 getAttributes returns what is none, and what was not asked for")
            .bean(NAME, one().answeringWithStrangers())
            .shows("b_A_v 1.0", "b_B_v 1.0"),
        aside("H6 getAttributes throws an Error")
            .bean(NAME, one().bulkFails(new AssertionError("all")))
            .shows("b_A_v 1.0", "b_B_v 1.0"));
  }

  private static Case aside(String name) {
    return Case.of(name).bean("b:type=A", one());
  }

  private static Stream<Case> refusals() {
    return Stream.of(
        refused("H7 a label that is a number", "rules: [{pattern: a, name: a, labels: {l: 5}}]"),
        refused(
            "H7 the name of a label that is not text",
            "rules: [{pattern: a, name: a, labels: {yes: b}}]"),
        refused("H7 a name that is a number", "rules: [{pattern: a, name: 5}]"),
        refused("H7 text for a boolean", "lowercaseOutputName: 'true'"),
        refused("H8 a pattern that is none", "rules: [{pattern: '(', name: a}]"),
        refused("H8 a factor that is null", "rules: [{pattern: a, name: a, valueFactor: }]"),
        refused("H8 rules that are null", "rules:"),
        refused("H8 customizers that are null", "metricCustomizers:"),
        refused("H8 a delay that is text", "startDelaySeconds: '5'"),
        refused("H8 help without a name", "rules: [{pattern: a, help: h}]"),
        refused("H8 a name without a pattern", "rules: [{name: a}]"),
        refused("H8 labels without a name", "rules: [{pattern: a, labels: {a: b}}]"),
        refused("H8 a customizer of nothing", "metricCustomizers: [{mbeanFilter: {domain: d}}]"),
        refused(
            "H8 a customizer without a domain", "metricCustomizers: [{attributesAsLabels: [a]}]"),
        refused("H8 a name of beans that is none", "includeObjectNames: [nothing]"),
        refused("H8 names of beans that are null", "includeObjectNames:"),
        refused("H8 two ways to a remote JVM", "hostPort: 'a:1'\njmxUrl: 'service:jmx:rmi://b'\n"),
        refused(
            "H8 a user that the environment does not have", "username: '${NOBODY_HAS_THIS}'\n"));
  }

  private static PlainBean threeAndFour() {
    return new PlainBean().with("A", 3, "C", 4);
  }

  private static Stream<Case> ofYaml() {
    return Stream.of(
        Case.of("H9 keys that there are not are ignored")
            .bean(NAME, threeAndFour())
            .file("attrNameSnakeCase: true\nrules:\n- {pattern: '<>A', name: a, unknown: 1}\n")
            .shows("a 3.0"),
        Case.of("H11 yes, octal numbers, keys that are there twice")
            .bean(NAME, threeAndFour())
            .file(
                """
                lowercaseOutputName: yes
                rules:
                - pattern: '<>A'
                  name: B
                  name: A
                  valueFactor: 010
                """)
            .shows("a 24.0"),
        Case.of("H11 anchors and merged keys")
            .bean(NAME, threeAndFour())
            .file(
                """
                lowercaseOutputName: on
                rules:
                - &first
                  pattern: '<>A'
                  name: A
                  type: GAUGE
                - <<: *first
                  pattern: '<>C'
                  name: C
                """)
            .shows("# TYPE a gauge", "# TYPE c gauge", "a 3.0", "c 4.0"),
        Case.of("H12 an empty file is everything in default format")
            .bean(NAME, threeAndFour())
            .everyBean()
            .file("includeObjectNames: ['b:*']\n# nothing else\n")
            .shows("b_B_A 3.0", "b_B_C 4.0"));
  }
}
