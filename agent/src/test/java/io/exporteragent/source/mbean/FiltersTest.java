package io.exporteragent.source.mbean;

import java.lang.management.ManagementFactory;
import java.util.stream.Stream;

/** Which beans and attributes are read. */
class FiltersTest extends Conformance {
  private static final String F = "f:type=F";
  private static final String G = "g:type=G";

  private static PlainBean one() {
    return new PlainBean().with("v", 1);
  }

  private static Case two(String name) {
    return Case.of(name).bean(F, one()).bean(G, one());
  }

  @Override
  Stream<Case> cases() {
    return Stream.concat(ofBeans(), ofAttributes());
  }

  private static Stream<Case> ofBeans() {
    return Stream.of(
        Case.of("F1 beans of several patterns, each once")
            .bean("f1:type=A", one())
            .bean("f1:type=B", one())
            .bean("f2:type=A", one())
            .bean("f3:type=A", one())
            .file("includeObjectNames: ['f1:*', 'f1:*', 'f2:type=A']\n")
            .shows("f1_A_v 1.0", "f1_B_v 1.0", "f2_A_v 1.0"),
        two("F1 under their older name").file("whitelistObjectNames: ['f:*']\n").shows("f_F_v 1.0"),
        two("F2 what is excluded is so even if included")
            .file("includeObjectNames: ['f:*', 'g:*']\nexcludeObjectNames: ['f:*']\n")
            .shows("g_G_v 1.0"),
        two("F2 under their older name")
            .file("includeObjectNames: ['f:*', 'g:*']\nblacklistObjectNames: ['g:type=*']\n")
            .shows("f_F_v 1.0"),
        two("F3 the newer name of a key wins")
            .file("includeObjectNames: ['f:*']\nwhitelistObjectNames: ['g:*']\n")
            .shows("f_F_v 1.0"),
        two("F3 for exclusions too")
            .file(
                """
                includeObjectNames: ['f:*', 'g:*']
                excludeObjectNames: ['f:*']
                blacklistObjectNames: ['g:*']
                """)
            .shows("g_G_v 1.0"),
        two("F4 an empty list includes nothing").file("includeObjectNames: []\n").shows(),
        two("F4 an empty name includes everything")
            .file("includeObjectNames: ['']\nrules:\n- {pattern: '^([fg]<type=.)', name: $1}\n")
            .shows("f_type_F 1.0", "g_type_G 1.0"),
        two("F4 and excludes everything").file("excludeObjectNames: ['']\n").everyBean().shows(),
        Case.of("F5 beans of the JVM are back if they are included by name")
            .file(
                """
                excludeJvmMetrics: true
                includeObjectNames: ['java.lang:type=OperatingSystem']
                includeObjectNameAttributes:
                  java.lang:type=OperatingSystem: [AvailableProcessors]
                """)
            .shows("java_lang_OperatingSystem_AvailableProcessors " + processors()),
        Case.of("F5 unless they are excluded by name")
            .file(
                """
                excludeJvmMetrics: true
                includeObjectNames: ['java.lang:type=OperatingSystem']
                excludeObjectNames: ['java.lang:type=OperatingSystem']
                """)
            .shows());
  }

  private static double processors() {
    return ManagementFactory.getOperatingSystemMXBean().getAvailableProcessors();
  }

  private static Stream<Case> ofAttributes() {
    return Stream.of(
        two("F6 attributes of beans of a pattern are not excluded")
            .file(
                """
                includeObjectNames: ['f:*', 'g:*']
                excludeObjectNameAttributes: {'f:*': [v], 'g:type=G': [v]}
                """)
            .shows("f_F_v 1.0"),
        two("F7 attributes included of one bean exclude all others")
            .file("includeObjectNameAttributes: {'f:type=F': [v]}\n")
            .everyBean()
            .shows("f_F_v 1.0"),
        Case.of("F7 exclusions beat inclusions")
            .bean(F, one().with("w", 2, "V", 3))
            .file(
                """
                includeObjectNameAttributes: {'f:type=F': [v, w]}
                excludeObjectNameAttributes: {'f:type=F': [w]}
                """)
            .shows("f_F_v 1.0"),
        Case.of("F8 the order of properties does not matter")
            .bean("f:type=F,name=N", one().with("w", 2))
            .file("excludeObjectNameAttributes: {'f:name=N,type=F': [w]}\n")
            .shows("f_F_v{name=\"N\"} 1.0"),
        learning("F9 an attribute with the name of a member that cannot be a sample is lost")
            .shows("l_L_Comp_ok 1.0", "l_L_inner 5.0")
            .shows("l_L_Comp_ok 1.0"),
        learning("F9 unless nothing is learned")
            .file("autoExcludeObjectNameAttributes: false\n")
            .shows("l_L_Comp_ok 1.0", "l_L_inner 5.0"),
        Case.of("F10 text of an attribute is a label of the others")
            .bean(
                "io.prometheus.jmx:type=customValue",
                new PlainBean().with("Value", 345, "Text", "value"))
            .file(
                """
                metricCustomizers:
                - mbeanFilter: {domain: io.prometheus.jmx, properties: {type: customValue}}
                  attributesAsLabels: [Text]
                """)
            .shows("io_prometheus_jmx_customValue_Value{Text=\"value\"} 345.0"),
        Case.of("F10 named twice it is one label")
            .bean("o:type=O", customizable())
            .file(
                """
                metricCustomizers:
                - mbeanFilter: {domain: o}
                  attributesAsLabels: [txt, txt]
                """)
            .shows("o_O_a{txt=\"T\"} 1.0", "o_O_c{txt=\"T\"} 2.0"),
        Case.of("F11 a metric of its own for a bean")
            .bean("io.prometheus.jmx:type=stringValue", new PlainBean().with("Text", "value"))
            .file(
                """
                metricCustomizers:
                - mbeanFilter: {domain: io.prometheus.jmx, properties: {type: stringValue}}
                  attributesAsLabels: [Text]
                  extraMetrics:
                  - {name: isActive, value: true, description: This is active}
                """)
            .shows(
                "# HELP io_prometheus_jmx_stringValue_isActive This is active io.prometheus.jmx:name=null,type=stringValue,attribute=isActive",
                "io_prometheus_jmx_stringValue_isActive{Text=\"value\"} 1.0"),
        customized("F12 what is not there is no label, text is no sample")
            .bean("o:type=O", customizable().failing("b", new IllegalStateException("b")))
            .shows("o_O_a{txt=\"T\"} 1.0", "o_O_up{txt=\"T\"} 1.0"),
        customized("F13 attributes read one by one are not customized")
            .bean(
                "o:type=O",
                customizable()
                    .failing("b", new IllegalStateException("b"))
                    .bulkFails(new IllegalStateException("all")))
            .shows("o_O_a 1.0"),
        customized("F14 an attribute that is null costs only itself")
            .bean("o:type=O", customizable().with("b", null))
            .showsWhereTheirsAborts("o_O_a{txt=\"T\"} 1.0", "o_O_up{txt=\"T\"} 1.0"),
        Case.of("F15 a label of the rule that is one of the bean too costs the sample")
            .bean("o:type=O", customizable())
            .file(
                """
                metricCustomizers:
                - mbeanFilter: {domain: o}
                  attributesAsLabels: [txt]
                rules:
                - {pattern: '<>a', name: a, labels: {txt: x}}
                - {pattern: '<>c', name: c}
                """)
            .showsWhereTheirsAborts("c{txt=\"T\"} 2.0"),
        Case.of("F16 a number equals no property")
            .bean("o:type=5", customizable())
            .file(
                """
                metricCustomizers:
                - mbeanFilter: {domain: o, properties: {type: 5}}
                  attributesAsLabels: [txt]
                """)
            .shows("o_5_a 1.0", "o_5_c 2.0"),
        two("F17 other beans are as they were")
            .bean("o:type=O", customizable())
            .everyBean()
            .file(
                """
                excludeJvmMetrics: true
                metricCustomizers:
                - mbeanFilter: {domain: o}
                  attributesAsLabels: [txt]
                """)
            .shows("f_F_v 1.0", "g_G_v 1.0", "o_O_a{txt=\"T\"} 1.0", "o_O_c{txt=\"T\"} 2.0"),
        Case.of("F18 text of an extra metric, for a rule with a value")
            .bean("o:type=O", customizable())
            .file(
                """
                metricCustomizers:
                - mbeanFilter: {domain: o}
                  extraMetrics: [{name: e, value: abc, description: d}]
                rules:
                - {pattern: '<>e: (.*)', name: E, value: '7', labels: {v: $1}}
                """)
            .shows("E{v=\"abc\"} 7.0"));
  }

  private static Case learning(String name) {
    return Case.of(name)
        .bean(
            "l:type=L",
            new PlainBean()
                .with("Comp", OpenData.composite("d", "inner", Registered.name(F), "ok", 1))
                .with("inner", 5));
  }

  private static PlainBean customizable() {
    return new PlainBean().with("a", 1, "c", 2, "txt", "T");
  }

  private static Case customized(String name) {
    return Case.of(name)
        .file(
            """
            excludeObjectNameAttributes: {'o:type=O': [c]}
            metricCustomizers:
            - mbeanFilter: {domain: o, properties: {type: O}}
              attributesAsLabels: [txt, nope]
              extraMetrics:
              - {name: up, value: true, description: d}
              - {name: s, value: x, description: d}
            """);
  }
}
