package io.exporteragent.source.mbean;

import java.util.List;
import java.util.stream.Stream;

/** Types, what they take from the end of a name, and samples that are told apart. */
class TypesAndDuplicatesTest extends Conformance {
  private static final String NAME = "t:type=T";

  private static PlainBean suffixes() {
    return new PlainBean()
        .with("a_total", 1, "b_created", 2, "c_info", 3)
        .with("d_bucket", 4, "e-total", 5, "f_total_total", 6);
  }

  private static PlainBean one() {
    return new PlainBean().with("v", 1);
  }

  private static String rules(String... rules) {
    return "rules:\n- " + String.join("\n- ", rules) + "\n";
  }

  @Override
  Stream<Case> cases() {
    return Stream.concat(ofTypes(), ofDuplicates());
  }

  private static Stream<Case> ofTypes() {
    return Stream.of(
        Case.of("E1 suffixes of OpenMetrics are lost")
            .bean(NAME, suffixes())
            .shows(
                "# TYPE t_T_a untyped",
                "t_T_a 1.0",
                "t_T_b 2.0",
                "t_T_c 3.0",
                "t_T_d 4.0",
                "t_T_e 5.0",
                "t_T_f 6.0"),
        Case.of("E2 a counter ends with _total")
            .bean(NAME, suffixes())
            .file(rules("type: COUNTER"))
            .shows(
                "# TYPE t_T_b_total counter",
                "t_T_a_total 1.0",
                "t_T_b_total 2.0",
                "t_T_c_total 3.0",
                "t_T_d_total 4.0",
                "t_T_e_total 5.0",
                "t_T_f_total 6.0"),
        Case.of("E3 a gauge does not")
            .bean(NAME, suffixes())
            .file(rules("type: GAUGE"))
            .shows(
                "# TYPE t_T_a gauge",
                "t_T_a 1.0",
                "t_T_b 2.0",
                "t_T_c 3.0",
                "t_T_d 4.0",
                "t_T_e 5.0",
                "t_T_f 6.0"),
        Case.of("E4 a name makes a counter where that is asked for")
            .bean(NAME, suffixes())
            .file("inferCounterTypeFromName: true\n")
            .shows(
                "# TYPE t_T_a_total counter",
                "# TYPE t_T_b untyped",
                "t_T_a_total 1.0",
                "t_T_b 2.0",
                "t_T_c 3.0",
                "t_T_d 4.0",
                "t_T_e_total 5.0",
                "t_T_f_total 6.0"),
        Case.of("E5 of a rule's name too")
            .bean(kafkaConsumer(), kafkaMetrics())
            .file("inferCounterTypeFromName: true\n" + kafkaRule())
            .shows(
                "# TYPE kafka_consumer_request_total counter",
                "# TYPE kafka_consumer_request_rate untyped",
                "kafka_consumer_request_total 4.0",
                "kafka_consumer_request_rate 0.5"),
        Case.of("E5 and not where it is not asked for")
            .bean(kafkaConsumer(), kafkaMetrics())
            .file(kafkaRule())
            .shows(
                "# TYPE kafka_consumer_request untyped",
                "kafka_consumer_request 4.0",
                "kafka_consumer_request_rate 0.5"),
        Case.of("E6 names that are nothing but suffixes")
            .bean(NAME, onlySuffixes())
            .file(rules("{pattern: '<>(.*):', name: $1}"))
            .shows("total 1.0", "info 2.0", "a 3.0", "created 4.0"),
        Case.of("E6 the same of counters")
            .bean(NAME, onlySuffixes())
            .file(rules("{pattern: '<>(.*):', name: $1, type: COUNTER}"))
            .shows("total_total 1.0", "info_total 2.0", "a_total 3.0", "created_total 4.0"),
        Case.of("E7 any other type is none")
            .bean(NAME, new PlainBean().with("a", 1, "b", 2))
            .file(
                rules(
                    "{pattern: '<>a:', name: a, type: gauge}",
                    "{pattern: '<>b:', name: b, type: HISTOGRAM}"))
            .shows("# TYPE a untyped", "# TYPE b untyped", "a 1.0", "b 2.0"));
  }

  private static PlainBean onlySuffixes() {
    return new PlainBean().with("_total", 1, "info", 2, "a_info_total", 3, "_created_total", 4);
  }

  private static String kafkaConsumer() {
    return "kafka.consumer:type=consumer-node-metrics,client-id=my-app-consumer,node-id=node-1";
  }

  private static PlainBean kafkaMetrics() {
    return new PlainBean().with("request-rate", 0.5, "request-total", 4.0);
  }

  private static String kafkaRule() {
    return rules(
        "{pattern: 'kafka.consumer<type=.+, client-id=(.+), node-id=(.+)><>(.+):', name: kafka_consumer_$3}");
  }

  private static Stream<Case> ofDuplicates() {
    return Stream.of(
        dup("E8 equal labels are told apart by the bean")
            .file(rules("{pattern: '^dup<', name: same, labels: {l: x}}"))
            .shows(
                "same{_objectname=\"dup<type=A><>v\",l=\"x\"} 1.0",
                "same{_objectname=\"dup<type=B><>v\",l=\"x\"} 1.0",
                "same{_objectname=\"dup<type=C><>v\",l=\"x\"} 1.0"),
        dup("E9 a family of several types has none")
            .file(
                rules(
                    "{pattern: 'type=A', name: same, type: GAUGE, labels: {l: a}}",
                    "{pattern: 'type=B', name: same, type: COUNTER, labels: {l: b}}",
                    "{pattern: 'type=C', name: same, labels: {l: c}}"))
            .shows(
                "# TYPE same untyped",
                "same{l=\"a\"} 1.0",
                "same{l=\"b\"} 1.0",
                "same{l=\"c\"} 1.0"),
        dup("E10 where two are equal all of the family are told apart")
            .file(
                rules(
                    "{pattern: 'type=A', name: same_total, type: COUNTER}",
                    "{pattern: 'type=B', name: same, type: COUNTER}",
                    "{pattern: 'type=C', name: same, type: COUNTER, labels: {l: c}}"))
            .shows(
                "# TYPE same_total counter",
                "same_total{_objectname=\"dup<type=A><>v\"} 1.0",
                "same_total{_objectname=\"dup<type=B><>v\"} 1.0",
                "same_total{_objectname=\"dup<type=C><>v\",l=\"c\"} 1.0"),
        Case.of("E11 attributes that are the same without their suffix")
            .bean(NAME, new PlainBean().with("total", 7, "_total", 8))
            .shows(
                "t_T{_objectname=\"t<type=T><>_total\"} 8.0",
                "t_T{_objectname=\"t<type=T><>total\"} 7.0"),
        Case.of("E12 rows are told apart by their index")
            .bean("dup3:type=A", new PlainBean().with("Tab", twoRows()))
            .file(rules("{pattern: '.*', name: same}"))
            .shows(
                "same{_objectname=\"dup3<type=A, key=k1><>Tab\"} 1.0",
                "same{_objectname=\"dup3<type=A, key=k2><>Tab\"} 2.0"),
        Case.of("E13 what tells apart ends at the last colon, were it one of the value")
            .bean("dup4:type=A", new PlainBean().with("s1", "10:20", "s2", "10:30"))
            .file(rules("{pattern: '.*', name: same, value: '1'}"))
            .shows(
                "same{_objectname=\"dup4<type=A><>s1: 10\"} 1.0",
                "same{_objectname=\"dup4<type=A><>s2: 10\"} 1.0"),
        Case.of("E13 a colon of the name stays")
            .bean("dup-5:type=A", new PlainBean().with("a:b", 1))
            .bean("dup.5:type=A", new PlainBean().with("a:b", 2))
            .file(rules("type: GAUGE"))
            .shows(
                "dup_5_A_a:b{_objectname=\"dup-5<type=A><>a:b\"} 1.0",
                "dup_5_A_a:b{_objectname=\"dup.5<type=A><>a:b\"} 2.0"),
        Case.of("E14 what cannot be told apart costs one sample")
            .bean(NAME, new PlainBean().with("fooBar", 1, "foo_bar", 2, "other", 3))
            .file(rules("{pattern: '.*', attrNameSnakeCase: true}"))
            .showsWhereTheirsFails(
                "t_T_foo_bar{_objectname=\"t<type=T><>foo_bar\"} 1.0", "t_T_other 3.0"),
        Case.of("E15 a family that clashes with another one costs that family")
            .bean(NAME, new PlainBean().with("clash", 1, "other", 3))
            .file(rules("{pattern: '<>clash', name: jmx_scrape_error}", "pattern: other"))
            .showsWhereTheirsFails("t_T_other 3.0"),
        Case.of("E16 names of labels that mean something elsewhere")
            .bean(NAME, one())
            .file(
                rules(
                    "{pattern: '.*', name: x, labels: {__a: '1', le: '2', quantile: '3', 'a:b': '4'}}"))
            .shows("x{_a=\"1\",\"a:b\"=\"4\",le=\"2\",quantile=\"3\"} 1.0"));
  }

  private static Case dup(String name) {
    return Case.of(name)
        .bean("dup:type=A", one())
        .bean("dup:type=B", one())
        .bean("dup:type=C", one());
  }

  private static Object twoRows() {
    return OpenData.table(
        List.of("key"),
        "rows",
        List.of(OpenData.map("key", "k1", "value", 1), OpenData.map("key", "k2", "value", 2)));
  }
}
