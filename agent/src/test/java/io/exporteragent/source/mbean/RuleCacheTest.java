package io.exporteragent.source.mbean;

import static io.exporteragent.source.mbean.OpenData.composite;
import static io.exporteragent.source.mbean.OpenData.map;
import static io.exporteragent.source.mbean.OpenData.table;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import javax.management.openmbean.TabularData;
import org.junit.jupiter.api.Test;

/** Rules with {@code cache: true}, and what else lasts from one scrape to the next. */
class RuleCacheTest extends Conformance {
  private static final String K = "k:type=K";
  private static final String STATE_AND_ALL =
      """
      rules:
      - {pattern: 'k<type=K><>s: (RUN)', name: state_$1, value: '1'}
      - {pattern: 'k<type=K><>(.*): (.*)', name: cached_$1, cache: true, labels: {v: $2}}
      """;

  @Override
  Stream<Case> cases() {
    PlainBean first = new PlainBean().with("n", 1, "s", "RUN");
    PlainBean value = new PlainBean().with("n", 1);
    PlainBean labelled = new PlainBean().with("n", 1, "s", "first");
    PlainBean learning =
        new PlainBean().with("Comp", composite("d", "inner", Registered.name(K)), "inner", 5);
    // Columns are read in the order of their names: VALUE, used, value.
    TabularData upper = row("VALUE", composite("a composite", "used", "text"), "used", 18);
    TabularData lower = row("value", composite("a composite", "used", 19), "used", "text");
    return Stream.of(
        Case.of("G1 a value is matched as <cache>, the first match stays")
            .bean(K, first)
            .file(STATE_AND_ALL)
            .shows("cached_n{v=\"<cache>\"} 1.0", "state_RUN 1.0")
            .then(() -> first.with("n", 2, "s", "STOP"))
            .shows("cached_n{v=\"<cache>\"} 2.0")
            .then(() -> first.with("s", "RUN"))
            .shows("cached_n{v=\"<cache>\"} 2.0"),
        Case.of("G3 <cache> is no value")
            .bean(K, value)
            .file("rules:\n- {pattern: 'k<type=K><>(.*): (.*)', name: c, value: $2, cache: true}\n")
            .shows()
            .then(() -> value.with("n", 2))
            .shows(),
        Case.of("G4 labels of attributes keep their first text")
            .bean(K, labelled)
            .file(
                """
                metricCustomizers:
                - mbeanFilter: {domain: k}
                  attributesAsLabels: [s]
                rules:
                - {pattern: '.*', cache: true}
                """)
            .shows("k_K_n{s=\"first\"} 1.0")
            .then(() -> labelled.with("n", 2, "s", "second"))
            .shows("k_K_n{s=\"first\"} 2.0"),
        Case.of("a column and a member under value that have one text are remembered as one")
            .bean(K, new PlainBean().with("t", upper, "u", lower))
            .file("rules:\n- {cache: true}\n")
            .shows("k_K_t_used{id=\"r\"} 18.0", "k_K_u_used{id=\"r\"} 19.0"),
        Case.of("and as two where the rule that decides is not cached")
            .bean(K, new PlainBean().with("t", upper, "u", lower))
            .file("rules:\n- {pattern: nothing, cache: true}\n- {}\n")
            .shows("k_K_t_used{id=\"r\"} 18.0", "k_K_u_used{id=\"r\"} 19.0"),
        Case.of("G5 a rule that wants a number never matches <cache>")
            .bean("io.prometheus.jmx:type=customValue", new PlainBean().with("Value", 345))
            .file(
                """
                rules:
                - {pattern: 'io.prometheus.jmx<type=customValue><>Value: (\\d+)', name: x, cache: true}
                - {pattern: '.*'}
                """)
            .shows("io_prometheus_jmx_customValue_Value 345.0"),
        Case.of("G6 cached, the default format is the same on each page")
            .bean("c:type=C,name=N", new PlainBean().with("a", 1, "b", true, "s", "x"))
            .bean("c:type=C,name=M", new PlainBean().with("a", 2))
            .file("rules:\n- {pattern: '.*', cache: true}\n")
            .shows(
                "c_C_a{name=\"N\"} 1.0", //
                "c_C_b{name=\"N\"} 1.0",
                "c_C_a{name=\"M\"} 2.0"),
        Case.of("G7 what was learned of a bean goes with it")
            .bean(K, learning)
            .everyBean()
            .file("includeObjectNames: ['k:*']\n")
            .shows("k_K_inner 5.0")
            .shows()
            .then(() -> Registered.SERVER.unregisterMBean(Registered.name(K)))
            .shows()
            .then(() -> Registered.SERVER.registerMBean(learning, Registered.name(K)))
            .shows("k_K_inner 5.0")
            .shows(),
        Case.of("G7 and stays if it comes back before the next scrape")
            .bean(K, learning)
            .shows("k_K_inner 5.0")
            .then(
                () -> {
                  Registered.SERVER.unregisterMBean(Registered.name(K));
                  Registered.SERVER.registerMBean(learning, Registered.name(K));
                })
            .shows());
  }

  private static TabularData row(String value, Object composite, String column, Object member) {
    return table(List.of("id"), "a row", List.of(map("id", "r", value, composite, column, member)));
  }

  @Test
  void theCollector_countsTheValuesWhoseRuleIsCached() throws Exception {
    PlainBean bean = new PlainBean().with("n", 1, "s", "RUN");
    Registered registered = Registered.of(Map.of(Registered.name(K), bean));
    try {
      Oracle oracle = new Oracle("includeObjectNames: ['k:*']\n" + STATE_AND_ALL);
      oracle.scrape();
      assertThat(oracle.cachedBeans()).isEqualTo(1);
      bean.with("s", "STOP");
      oracle.scrape();
      assertThat(oracle.cachedBeans()).isEqualTo(2);
    } finally {
      registered.close();
    }
  }
}
