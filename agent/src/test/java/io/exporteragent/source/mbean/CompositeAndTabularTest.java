package io.exporteragent.source.mbean;

import static io.exporteragent.source.mbean.OpenData.composite;
import static io.exporteragent.source.mbean.OpenData.map;
import static io.exporteragent.source.mbean.OpenData.table;

import java.math.BigInteger;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import javax.management.openmbean.TabularData;

/** Composite and tabular data, nested in each other. */
class CompositeAndTabularTest extends Conformance {
  private static final String NAME = "c:type=C,key=existing";
  private static final TabularData TAB =
      table(
          List.of("key"),
          "row description",
          List.of(map("key", "k1", "value", 1), map("key", "k2", "value", 2)));
  private static final TabularData TAB2 =
      table(List.of("idx"), "row", List.of(map("idx", 5, "VALUE", 1.5, "other", 9)));

  /** An MXBean whose maps become tables. */
  public interface CountsMXBean {
    Map<String, Map<String, Long>> getDatanodeNetworkCounts();
  }

  /** An MXBean whose map has keys that are composite. */
  public interface ReportMXBean {
    Map<QueryKey, Query> getRunningQueries();
  }

  /** A key of two members. */
  public record QueryKey(int id, String path) {
    public int getId() {
      return id;
    }

    public String getPath() {
      return path;
    }
  }

  /** A value with the members of its key. */
  public record Query(int id, String path) {
    public int getId() {
      return id;
    }

    public String getPath() {
      return path;
    }
  }

  /** Counts of one node. */
  public static final class Counts implements CountsMXBean {
    @Override
    public Map<String, Map<String, Long>> getDatanodeNetworkCounts() {
      return Map.of("1.2.3.4", Map.of("networkErrors", 338L));
    }
  }

  /** Two queries. */
  public static final class Report implements ReportMXBean {
    @Override
    public Map<QueryKey, Query> getRunningQueries() {
      return Map.of(
          new QueryKey(1, "/db/query1.xq"), new Query(1, "/db/query1.xq"),
          new QueryKey(2, "/db/query2.xq"), new Query(2, "/db/query2.xq"));
    }
  }

  private static PlainBean withComposite() {
    return new PlainBean()
        .with(
            "Comp",
            composite(
                "composite description",
                map(
                    "zeta",
                    1,
                    "alpha",
                    2,
                    "nested",
                    composite("composite description", "deep", 3))));
  }

  @Override
  Stream<Case> cases() {
    return Stream.of(
        Case.of("C1 members in snake case")
            .bean(
                "io.prometheus.jmx.test:name=PerformanceMetricsMBean",
                new PlainBean()
                    .with(
                        "PerformanceMetrics",
                        composite(
                            "d", "ActiveSessions", 2, "Bootstraps", 4, "BootstrapsDeferred", 6)))
            .file(
                """
                rules:
                - pattern: 'io.prometheus.jmx.test<name=PerformanceMetricsMBean><PerformanceMetrics>.*'
                  attrNameSnakeCase: true
                """)
            .shows(
                in("io_prometheus_jmx_test_PerformanceMetricsMBean_PerformanceMetrics_")
                    .lines("active_sessions 2.0", "bootstraps 4.0", "bootstraps_deferred 6.0")),
        Case.of("C2 members, nested too, are part of the name")
            .bean(NAME, withComposite())
            .shows(
                "# HELP c_C_Comp_nested_deep composite description c:name=null,type=C,attribute=deep",
                "c_C_Comp_alpha{key=\"existing\"} 2.0",
                "c_C_Comp_nested_deep{key=\"existing\"} 3.0",
                "c_C_Comp_zeta{key=\"existing\"} 1.0"),
        Case.of("C3 the second brackets have the way to a member")
            .bean(NAME, withComposite())
            .file(
                """
                rules:
                - {pattern: 'c<type=C, key=existing><Comp, nested>deep: (.*)', name: deep}
                """)
            .shows("deep 3.0"),
        Case.of("C4 a column that is a property already gets an underscore")
            .bean(NAME, new PlainBean().with("Tab", TAB))
            .shows(
                "# HELP c_C_Tab row description c:name=null,type=C,attribute=Tab",
                "c_C_Tab{key=\"existing\",key_=\"k1\"} 1.0",
                "c_C_Tab{key=\"existing\",key_=\"k2\"} 2.0"),
        Case.of("C5 a column called value, in any case, adds nothing to the name")
            .bean(NAME, new PlainBean().with("Tab2", TAB2))
            .shows(
                "c_C_Tab2{idx=\"5\",key=\"existing\"} 1.5",
                "c_C_Tab2_other{idx=\"5\",key=\"existing\"} 9.0"),
        Case.of("C6 index columns stand among the properties")
            .bean(NAME, new PlainBean().with("Tab", TAB, "Tab2", TAB2))
            .file(
                """
                rules:
                - pattern: 'c<type=C, key=existing, key_=(.*)><>Tab: (.*)'
                  name: tab
                  labels: {k: $1}
                - {pattern: 'c<type=C, key=existing, idx=5><Tab2>other', name: other}
                - {pattern: 'c<.*idx=5><>Tab2: ', name: tab2}
                """)
            .shows("tab{k=\"k1\"} 1.0", "tab{k=\"k2\"} 2.0", "other 9.0", "tab2 1.5"),
        Case.of("C7 a map of maps is a table of tables")
            .bean("Hadoop:name=DataNodeInfo,service=DataNode", new Counts())
            .shows(
                "Hadoop_DataNodeInfo_DatanodeNetworkCounts"
                    + "{key=\"1.2.3.4\",key_=\"networkErrors\",service=\"DataNode\"} 338.0"),
        Case.of("C8 a composite index is a label for each member")
            .bean("org.exist.management.exist:type=ProcessReport", new Report())
            .shows(
                in("org_exist_management_exist_ProcessReport_RunningQueries_id")
                    .lines(
                        "{key_id=\"1\",key_path=\"/db/query1.xq\"} 1.0",
                        "{key_id=\"2\",key_path=\"/db/query2.xq\"} 2.0")),
        Case.of("C9 an attribute with blanks, columns of text")
            .bean(
                "io.prometheus.jmx:type=tabularData",
                new PlainBean()
                    .with(
                        "Server 1 Disk Usage Table",
                        table(
                            List.of("source"),
                            "disk",
                            List.of(
                                map(
                                    "source",
                                    "/dev/sda1",
                                    "avail",
                                    BigInteger.valueOf(1L << 30))))))
            .shows(
                "io_prometheus_jmx_tabularData_Server_1_Disk_Usage_Table_avail"
                    + "{source=\"/dev/sda1\"} 1.073741824E9"),
        Case.of("C9 several columns, text among them")
            .bean(
                "io.prometheus.jmx:type=tabularData",
                new PlainBean()
                    .with(
                        "Server 1 Disk Usage Table",
                        table(
                            List.of("source"),
                            "disk",
                            List.of(
                                map("source", "/dev/sda1", "pcent", 6.0 / 7, "target", "/"),
                                map("source", "/dev/sda2", "pcent", 0.0, "target", "/home")))))
            .shows(
                in("io_prometheus_jmx_tabularData_Server_1_Disk_Usage_Table_pcent")
                    .lines(
                        "{source=\"/dev/sda1\"} 0.8571428571428571", "{source=\"/dev/sda2\"} 0.0")),
        Case.of("C10 a member that is text, for a rule with a value")
            .bean("m:type=M", new PlainBean().with("c", composite("d", "s", "txt")))
            .file(
                """
                rules:
                - pattern: 'm<type=M><c>s: (.*)'
                  name: s
                  value: '1'
                  labels: {v: $1}
                """)
            .shows("s{v=\"txt\"} 1.0"));
  }

  private record Prefix(String prefix) {
    private String[] lines(String... ends) {
      return Stream.of(ends).map(end -> prefix + end).toArray(String[]::new);
    }
  }

  private static Prefix in(String prefix) {
    return new Prefix(prefix);
  }
}
