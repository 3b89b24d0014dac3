package io.exporteragent.source.mbean;

import java.util.stream.Stream;

/** What a pattern matches, and what a rule makes of a match. */
class MatchingTest extends Conformance {
  private static final String NASTY = "d.om-ain:type=A B,name=\"q,x\",Zed=1";
  private static final String DATA_NODE =
      "hadoop:service=DataNode,name=DataNodeActivity-ams-hdd001-50010";
  private static final String ABC = "r:type=abc,name=abcabc";

  private static PlainBean dataNode() {
    return new PlainBean().with("replaceBlockOpMinTime", 200);
  }

  private static PlainBean counts() {
    return new PlainBean().with("Count", 11, "CountCount", 3);
  }

  private static PlainBean one() {
    return new PlainBean().with("v", 1);
  }

  private static PlainBean two() {
    return one().with("abc", 3);
  }

  private static String rules(String... rules) {
    return "rules:\n- " + String.join("\n- ", rules) + "\n";
  }

  @Override
  Stream<Case> cases() {
    return Stream.concat(ofText(), ofRegex());
  }

  private static Stream<Case> ofText() {
    return Stream.of(
        Case.of("D1 properties stand in the order in which they were given")
            .bean(NASTY, new PlainBean().with("AttrOne", 1, "attr-two", 2, "3rd", 3.5f))
            .file(
                rules(
                    "{pattern: 'd.om-ain<type=A B, name=\"q,x\", Zed=1><>AttrOne: 1', name: hit}",
                    "{pattern: 'd.om-ain<Zed=1', name: miss}"))
            .shows("hit 1.0"),
        Case.of("D2 the name is the rule's")
            .bean(DATA_NODE, dataNode())
            .file(
                rules(
                    "pattern: '^hadoop<service=DataNode, name=DataNodeActivity-ams-hdd001-50010>"
                        + "<>replaceBlockOpMinTime:'\n  name: foo"))
            .shows("foo 200.0"),
        Case.of("D3 the attribute is matched in snake case")
            .bean(DATA_NODE, dataNode())
            .file(
                rules(
                    "pattern: '^hadoop<service=DataNode, name=DataNodeActivity-ams-hdd001-50010>"
                        + "<>replace_block_op_min_time:'\n  name: foo\n  attrNameSnakeCase: true"))
            .shows("foo 200.0"),
        Case.of("D4 name and labels are made of groups")
            .bean(DATA_NODE, dataNode())
            .file(
                """
                rules:
                - pattern: '^hadoop<(service)=(DataNode), name=[^>]*><>(replaceBlockOpMinTime):'
                  name: hadoop_$3
                  labels: {"$1": "$2"}
                """)
            .shows("hadoop_replaceBlockOpMinTime{service=\"DataNode\"} 200.0"),
        Case.of("D5 names are sanitized, values of labels are not")
            .bean(DATA_NODE, dataNode())
            .file(
                rules("{pattern: '^(hadoop<service=DataNode, )name=', name: $1, labels: {$1: $1}}"))
            .shows(
                "hadoop_service_DataNode_"
                    + "{hadoop_service_DataNode_=\"hadoop<service=DataNode, \"} 200.0"),
        Case.of("D6 a label without name or value is left out")
            .bean(DATA_NODE, dataNode())
            .file(rules("{pattern: '^hadoop<', name: foo, labels: {'': v, l: ''}}"))
            .shows("foo 200.0"),
        Case.of("D7 an empty name ends it all")
            .bean(DATA_NODE, dataNode())
            .file(rules("{pattern: '.*', name: ''}", "{pattern: '.*', name: foo}"))
            .shows(),
        Case.of("D8 a value of a group")
            .bean(DATA_NODE, dataNode())
            .file(rules("{pattern: '^hadoop<.+-500(10)>', name: foo, value: $1}"))
            .shows("foo 10.0"),
        Case.of("D9 a value that is no number ends it all")
            .bean(DATA_NODE, dataNode())
            .file(rules("{pattern: '.*', name: foo, value: a}", "{pattern: '.*', name: bar}"))
            .shows(),
        Case.of("D10 neither is a value that is null")
            .bean(DATA_NODE, dataNode())
            .file(rules("pattern: '.*'\n  name: foo\n  value:"))
            .shows(),
        Case.of("D11 an empty value is the bean's")
            .bean("y:type=Y", one())
            .file(rules("{pattern: '.*', name: foo, value: ''}"))
            .shows("foo 1.0"),
        Case.of("D12 a value is read as Java reads a double")
            .bean("y:type=Y", two())
            .file(
                rules(
                    "{pattern: '<>v:', name: hex, value: ' 0x1p3 '}",
                    "{pattern: '<>abc:', name: suffixed, value: '5d'}"))
            .shows("hex 8.0", "suffixed 5.0"));
  }

  private static Stream<Case> ofRegex() {
    return Stream.of(
        Case.of("D13 the rightmost start wins, then the longest match")
            .bean(ABC, counts())
            .file(rules("{pattern: '(abc)(.*)Count', name: m_$1, labels: {rest: $2}}"))
            .shows("m_abc{rest=\"><>\"} 11.0", "m_abc{rest=\"><>Count\"} 3.0"),
        Case.of("D14 a digit alone is the last one of the text")
            .bean(ABC, counts().with("E5", 1.0E-5))
            .file(rules("{pattern: '(\\d)', name: m_$1}"))
            .shows("m_1 11.0", "m_3 3.0", "m_5 1.0E-5"),
        Case.of("D15 a pattern is not anchored, what becomes the same is told apart")
            .bean(ABC, counts())
            .file(rules("{pattern: '<>Count', name: m}"))
            .shows(
                "m{_objectname=\"r<type=abc, name=abcabc><>Count\"} 11.0",
                "m{_objectname=\"r<type=abc, name=abcabc><>CountCount\"} 3.0"),
        Case.of("D16 anchors mean the whole text")
            .bean("y:type=Y", one())
            .file(
                rules(
                    "{pattern: '^type=Y', name: never}",
                    "{pattern: '^y<type=Y><>v: 1$', name: anchored}"))
            .shows("anchored 1.0"),
        Case.of("D17 flags in the pattern")
            .bean("y:type=Y", two())
            .file(rules("{pattern: '(?i)<TYPE=y><>(V|ABC):', name: A_$1}"))
            .shows("A_v 1.0", "A_abc 3.0"),
        Case.of("D18 an alternation stays within the pattern")
            .bean("y:type=Y", two())
            .file(rules("{pattern: 'y<type=Y><>v|abc', name: alt}"))
            .shows(
                "alt{_objectname=\"y<type=Y><>v\"} 1.0", "alt{_objectname=\"y<type=Y><>abc\"} 3.0"),
        Case.of("D19 escapes in replacements, and groups of two digits that there are not")
            .bean("y:type=Y", one())
            .file(
                rules(
                    "{pattern: '<>(v)', name: A, labels: {a: '\\$1', b: '$11', c: '\\\\x', d: '$0'}}"))
            .shows("A{a=\"$1\",b=\"v1\",c=\"\\\\x\",d=\"y<type=Y><>v: 1\"} 1.0"),
        Case.of("D20 a pattern in the form of an ObjectName matches nothing")
            .bean("io.prometheus.jmx:type=customValue", new PlainBean().with("Value", 345))
            .file(rules("{pattern: 'io.prometheus.jmx:type=customValue', name: x, value: '42'}"))
            .shows(),
        Case.of("D21 a pattern that matches nothing")
            .bean("y:type=Y", one())
            .file(rules("pattern: nothing"))
            .shows(),
        Case.of("D21 no rules at all").bean("y:type=Y", one()).file("rules: []\n").shows(),
        Case.of("D22 a pattern folded over several lines, of a counter")
            .bean(
                "Catalina:j2eeType=Servlet,WebModule=//localhost/host-manager,"
                    + "name=HTMLHostManager,J2EEApplication=none,J2EEServer=none",
                new PlainBean().with("RequestCount", 1))
            .file(
                """
                rules:
                - pattern: >-
                    Catalina<j2eeType=Servlet,
                    WebModule=//([a-z/-]+), name=(\\w+),
                    J2EEApplication=none, J2EEServer=none><>RequestCount:
                  name: tomcat_request_servlet_count
                  type: COUNTER
                  labels:
                    module: $1
                    servlet: $2
                """)
            .shows(
                "# TYPE tomcat_request_servlet_count_total counter",
                "tomcat_request_servlet_count_total"
                    + "{module=\"localhost/host-manager\",servlet=\"HTMLHostManager\"} 1.0"),
        Case.of("D23 groups in HELP, one by its name, one that took no part")
            .bean("h:type=H,name=N", new PlainBean().with("a", 1))
            .file(
                rules(
                    "{pattern: 'h<type=(.)(?<nm>.*?), name=N><>(a|c)', name: h_$3, help: 'H $1 ${nm} \\\\ $3'}"))
            .shows("# HELP h_a H H  \\\\ a", "h_a 1.0"),
        Case.of("D24 an empty HELP is no line")
            .bean("h:type=H,name=N", new PlainBean().with("b", 1))
            .file(rules("{pattern: '<>b', name: h_b, help: ''}"))
            .shows("# TYPE h_b untyped", "h_b 1.0"));
  }
}
