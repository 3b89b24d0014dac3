package io.exporteragent.source.mbean;

import java.util.stream.Stream;
import javax.management.ObjectName;

/** What becomes of beans without rules: names, labels, HELP. */
class DefaultFormatTest extends Conformance {
  private static final String NASTY = "d.om-ain:type=A B,name=\"q,x\",Zed=1";
  private static final String DATA_NODE =
      "hadoop:service=DataNode,name=DataNodeActivity-ams-hdd001-50010";

  private static PlainBean nasty() {
    return new PlainBean().with("AttrOne", 1, "attr-two", 2, "3rd", 3.5f);
  }

  @Override
  Stream<Case> cases() {
    return Stream.of(
        Case.of("A1 domain, type and attribute become the name")
            .bean(
                "org.apache.cassandra.concurrent:type=CONSISTENCY-MANAGER",
                new PlainBean().with("ActiveCount", 100))
            .shows("org_apache_cassandra_concurrent_CONSISTENCY_MANAGER_ActiveCount 100.0"),
        Case.of("A2 other properties become labels, a float is widened")
            .bean(
                "org.apache.cassandra.metrics:type=Compaction,name=CompletedTasks",
                new PlainBean().with("Value", 0.2f))
            .shows(
                "org_apache_cassandra_metrics_Compaction_Value{name=\"CompletedTasks\"} 0.20000000298023224"),
        Case.of("A3 the first property goes into the name, whatever it is called")
            .bean(DATA_NODE, new PlainBean().with("replaceBlockOpMinTime", 200))
            .shows(
                "hadoop_DataNode_replaceBlockOpMinTime"
                    + "{name=\"DataNodeActivity-ams-hdd001-50010\"} 200.0"),
        Case.of("A4 blanks, dashes, quotes and leading digits")
            .bean(NASTY, nasty())
            .shows(
                "# HELP d_om_ain_A_B_AttrOne AttrOne of a test d.om-ain:name=\"q,x\",type=A B,attribute=AttrOne",
                "# TYPE d_om_ain_A_B_AttrOne untyped",
                "d_om_ain_A_B_AttrOne{Zed=\"1\",name=\"\\\"q,x\\\"\"} 1.0",
                "d_om_ain_A_B_attr_two{Zed=\"1\",name=\"\\\"q,x\\\"\"} 2.0",
                "d_om_ain_A_B_3rd{Zed=\"1\",name=\"\\\"q,x\\\"\"} 3.5"),
        Case.of("A5 lower case: names of metrics and labels, not values")
            .bean(NASTY, nasty())
            .file("lowercaseOutputName: true\nlowercaseOutputLabelNames: true\n")
            .shows(
                "d_om_ain_a_b_attrone{name=\"\\\"q,x\\\"\",zed=\"1\"} 1.0",
                "d_om_ain_a_b_attr_two{name=\"\\\"q,x\\\"\",zed=\"1\"} 2.0",
                "d_om_ain_a_b_3rd{name=\"\\\"q,x\\\"\",zed=\"1\"} 3.5"),
        Case.of("A6 characters that a name cannot have become one underscore")
            .bean(
                "names:type=T",
                new PlainBean()
                    .with("test-_-test", 1, "---", 2, "____test", 3, "001", 4)
                    .with("test:test", 5, "chars_åäö", 6, "", 7))
            .file("rules:\n- pattern: '^names<type=T><>(.*): '\n  name: '$1'\n")
            .shows(
                "test_test 1.0", "_ 2.0", "_test 3.0", "_001 4.0", "test:test 5.0", "chars_ 6.0"),
        Case.of("A7 letters that are not ASCII")
            .bean("u:type=Ünï,na.me=é☃,9k=1", new PlainBean().with("ä", 1, "x__y", 2))
            .shows(
                "u_n_{_9k=\"1\",na_me=\"é☃\"} 1.0", //
                "u_n_x_y{_9k=\"1\",na_me=\"é☃\"} 2.0"),
        Case.of("A8 quotes, escapes and an empty value stay in the label")
            .bean(
                "z:type=Z,name=" + ObjectName.quote("a*b?c,d=e:f\"g\\h\nend") + ",e=",
                new PlainBean().with("v", 1))
            .shows(
                "z_Z_v{e=\"\",name=\"\\\"a\\\\*b\\\\?c,d=e:f\\\\\\\"g\\\\\\\\h\\\\nend\\\"\"} 1.0"),
        Case.of("A9 a comma in quotes and blanks stay in the properties")
            .bean("com.organisation:name=\"value,more\",name2= value2 ", one())
            .file(captureOfProperties("com.organisation"))
            .shows("p{p=\"name=\\\"value,more\\\", name2= value2 \"} 1.0"),
        Case.of("A10 equals signs and ampersands in quotes")
            .bean(
                "org.apache.camel:context=c,type=endpoints,"
                    + "name=\"seda://e\\?concurrentConsumers=8&size=50000\"",
                one())
            .file(captureOfProperties("org.apache.camel"))
            .shows(
                "p{p=\"context=c, type=endpoints, name=\\\"seda://e\\\\?concurrentConsumers=8&size=50000\\\"\"} 1.0"),
        Case.of("A11 no domain is the default domain")
            .bean(":type=NoDomain", one())
            .shows("DefaultDomain_NoDomain_v 1.0"),
        Case.of("A12 attributes in snake case")
            .bean(
                "snake:type=S",
                new PlainBean()
                    .with("testTestTest", 1, "AA", 2, "testTCPTest", 3)
                    .with("_Test_Test", 4, "StartTime_$1", 5, "A\nB", 6))
            .file(
                """
                rules:
                - pattern: '<>([\\s\\S]*): (.*)'
                  name: s
                  attrNameSnakeCase: true
                  labels: {a: "$1"}
                """)
            .shows(
                "s{a=\"test_test_test\"} 1.0",
                "s{a=\"aa\"} 2.0",
                "s{a=\"test_tcptest\"} 3.0",
                "s{a=\"_test_test\"} 4.0",
                "s{a=\"start_time_$1\"} 5.0",
                "s{a=\"a\\n_b\"} 6.0"),
        Case.of("A13 snake case without a pattern, HELP as without it")
            .bean(NASTY, nasty())
            .file("rules:\n- attrNameSnakeCase: true\n")
            .shows(
                "# HELP d_om_ain_A_B_attr_one AttrOne of a test d.om-ain:name=\"q,x\",type=A B,attribute=AttrOne",
                "d_om_ain_A_B_attr_one{Zed=\"1\",name=\"\\\"q,x\\\"\"} 1.0",
                "d_om_ain_A_B_attr_two{Zed=\"1\",name=\"\\\"q,x\\\"\"} 2.0",
                "d_om_ain_A_B_3rd{Zed=\"1\",name=\"\\\"q,x\\\"\"} 3.5"),
        Case.of("A14 the description begins HELP unless it is the name")
            .bean(
                "h:type=H,name=N",
                new PlainBean()
                    .described("a", 1, "the desc")
                    .described("b", 2, "b")
                    .described("c", 3, "")
                    .described("d", 4, null))
            .shows(
                "# HELP h_H_a the desc h:name=N,type=H,attribute=a",
                "# HELP h_H_b h:name=N,type=H,attribute=b",
                "# HELP h_H_c  h:name=N,type=H,attribute=c",
                "# HELP h_H_d h:name=N,type=H,attribute=d",
                "h_H_a{name=\"N\"} 1.0",
                "h_H_b{name=\"N\"} 2.0",
                "h_H_c{name=\"N\"} 3.0",
                "h_H_d{name=\"N\"} 4.0"));
  }

  private static PlainBean one() {
    return new PlainBean().with("v", 1);
  }

  private static String captureOfProperties(String domain) {
    return """
    rules:
    - pattern: '^%s<(.*)><>v: 1$'
      name: p
      labels: {p: "$1"}
    """
        .formatted(domain);
  }
}
