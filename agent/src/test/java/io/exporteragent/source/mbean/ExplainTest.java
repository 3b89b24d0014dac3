package io.exporteragent.source.mbean;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.exporteragent.config.ArgumentGrammar;
import io.exporteragent.guest.Guest;
import io.exporteragent.source.mbean.explain.Explainer;
import io.exporteragent.source.mbean.explain.MBeanQuestion;
import io.exporteragent.source.mbean.pack.Pack;
import io.exporteragent.source.mbean.pack.PackFile;
import io.exporteragent.source.mbean.pack.PackSelection;
import io.exporteragent.source.mbean.rules.JmxFile;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Date;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import javax.management.ObjectName;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What is told of each value, of rules and of packs. */
class ExplainTest {
  private static final String SHOP = "includeObjectNames: [\"explained:*\"]\n";

  private final List<String> said = new ArrayList<>();
  private final Guest guest = new Guest(null, said::add);
  private final Map<ObjectName, Object> beans = new LinkedHashMap<>();

  @AfterEach
  void end() {
    guest.endWorkers();
    assertThat(said).isEmpty();
  }

  private PlainBean bean(String properties) {
    PlainBean bean = new PlainBean();
    beans.put(Registered.name("explained:" + properties), bean);
    return bean;
  }

  @Test
  @SuppressWarnings("JavaUtilDate") // the class that beans use
  void everyLeaf_hasItsText_andWhatBecomesOfItByWhichRule() throws Exception {
    bean("type=A,name=x")
        .with("Count", 7L, "On", true, "State", "UP", "Sizes", new int[2], "None", null)
        .with("Since", new Date(1500), "Other", new Object());
    List<String> lines =
        explained(
            SHOP
                + """
                rules:
                  - pattern: "explained<type=(\\\\w+), name=(\\\\w+)><>Count"
                    name: shop_$1_count_total
                    type: COUNTER
                    valueFactor: 0.5
                    labels: {name: "$2"}
                  - pattern: "<>Count: 7"
                    name: never
                  - pattern: "<>State: (\\\\w+)"
                    name: shop_state
                    value: 1
                    labels: {state: "$1"}
                  - pattern: "<>On"
                    name: "$3"
                  - pattern: "<>Since"
                """);
    assertThat(lines)
        .containsSubsequence(
            "explained<type=A, name=x><>Count: 7",
            "  line 3: shop_A_count_total{name=\"x\"} 3.5 (counter)")
        .containsSubsequence(
            "explained<type=A, name=x><>State: UP",
            "  line 10: shop_state{state=\"UP\"} 1.0 (unknown)")
        .containsSubsequence(
            "explained<type=A, name=x><>Since: 1.5",
            "  line 16: explained_A_Since{name=\"x\"} 1.5 (unknown)")
        .containsSubsequence(
            "explained<type=A, name=x><>Sizes:", "  none: neither a number nor text: an array")
        .containsSubsequence(
            "explained<type=A, name=x><>Other:",
            "  none: neither a number nor text: java.lang.Object")
        .containsSubsequence(
            "explained:type=A,name=x None", "  none: it is null or empty, or cannot be read")
        .anyMatch(line -> line.startsWith("  none: the rule in line 14: "));
  }

  @Test
  void whatIsNotRead_isToldWithTheKeyThatSaysSo() throws Exception {
    bean("type=A").with("In", 1, "Out", 2);
    bean("type=B").with("In", 1);
    bean("type=C").with("In", 1);
    assertThat(
            explained(
                """
                includeObjectNames: ["explained:*"]
                excludeObjectNames: ["explained:type=B"]
                excludeObjectNameAttributes: {"explained:type=A": [Out]}
                includeObjectNameAttributes: {"explained:type=A": [In]}
                """))
        .containsSubsequence(
            "explained:type=A Out", "  none: not read because of excludeObjectNameAttributes")
        .containsSubsequence(
            "explained<type=A><>In: 1", "  the default format: explained_A_In 1.0 (unknown)")
        .containsSubsequence(
            "explained:type=C In",
            "  none: not read because of includeObjectNameAttributes, which does not name it")
        .containsSubsequence(
            "explained:type=B", "  none: not read because of excludeObjectNames: explained:type=B")
        .contains("MBeans read: 2, values: 1, samples: 1");
  }

  @Test
  void samplesOfTheSameLabels_areSaidToBeToldApart() throws Exception {
    bean("type=A").with("In", 1);
    bean("type=B").with("In", 1);
    assertThat(explained(SHOP + "rules: [{pattern: In, name: same}]\n"))
        .contains(
            "2 samples of same are told apart by a label _objectname on the page, since some have the same labels");
  }

  @Test
  void rulesOfNoUse_areToldWithThoseThatTakeTheirValues() throws Exception {
    bean("type=A").with("In", 1, "Out", 2, "Text", "t");
    List<String> lines =
        explained(
            SHOP
                + """
                rules:
                  - {pattern: "<>In", name: a}
                  - {pattern: "<>(In|Out)", name: b}
                  - {pattern: "<>Out", name: c}
                  - {pattern: "<>Text", name: d}
                  - {pattern: "<>Nothing", name: e}
                """,
            question -> question.unused());
    assertThat(lines)
        .containsExactly(
            "line 5 is shadowed: of the 1 values it matches, line 4 takes 1",
            "  <>Out",
            "line 6 decides on 1 values and makes no sample of any",
            "  <>Text",
            "line 7 matches nothing",
            "  <>Nothing",
            "MBeans read: 1, values: 3, samples: 2");
  }

  @Test
  void json_hasOneObjectALine() throws Exception {
    bean("type=A").with("In", 1, "Out", Double.NaN);
    assertThat(explained(SHOP, question -> question.grep("^explained<").json()))
        .containsExactlyInAnyOrder(
            """
            {"bean":"explained:type=A","text":"explained<type=A><>In: 1","line":null,"sample":"explained_A_In","labels":{},"value":1.0,"type":"unknown"}\
            """,
            """
            {"bean":"explained:type=A","text":"explained<type=A><>Out: NaN","line":null,"sample":"explained_A_Out","labels":{},"value":"NaN","type":"unknown"}\
            """,
            """
            {"note":"MBeans read: 1, values: 2, samples: 2"}\
            """);
  }

  @Test
  void packs_areTold_andNumbersThatNobodyExports() throws Exception {
    bean("type=A").with("In", 1, "Out", 2, "State", "UP");
    PackFile file =
        PackFile.parse(
            """
            name: shop
            help: The shop.
            beans:
              - object: explained:type=A
                metrics:
                  - {attribute: In, name: shop_in, type: gauge, help: In., scale: 2}
                  - {attribute: State, name: shop_down, type: gauge, help: Down., values: {DOWN: 1}}
            """,
            "shop.yml",
            new ArgumentGrammar(List.of()).parse(null, Map.of()));
    List<Pack> packs = new PackSelection(List.of("shop.yml")).resolve(List.of(file));
    assertThat(explained(null, packs, new MBeanQuestion().grep("explained")))
        .containsSubsequence("explained:type=A In: 1", "  shop, line 6: shop_in 2.0 (gauge)")
        .containsSubsequence(
            "explained:type=A State: UP", "  none: a text that no number stands for")
        .containsSubsequence(
            "pack \"shop\": MBeans read: 1, samples: 1",
            "explained:type=A Out",
            "  none: exported by nobody");
  }

  @Test
  void fileThatClosesItsPage_isExplained() throws Exception {
    bean("type=A").with("In", 1);
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    MBeanQuestion question =
        new MBeanQuestion()
            .within(60_000)
            .about(
                "closed.yml", SHOP + "httpServer: {ssl: {}}\nrules: [{pattern: In, name: in}]\n");
    try (Registered all = Registered.of(beans)) {
      assertThat(all.beans()).hasSize(1);
      new MBeanSection(() -> "1")
          .explain(question, (text, name) -> MBeanSettings.defaults(), guest, out);
    }
    assertThat(out.toString(UTF_8)).contains("  line 3: in 1.0 (unknown)");
  }

  private interface Change {
    MBeanQuestion of(MBeanQuestion question);
  }

  private List<String> explained(String file) throws Exception {
    return explained(file, question -> question);
  }

  private List<String> explained(String file, Change change) throws Exception {
    return explained(JmxFile.parse(file, "shop.yml"), List.of(), change.of(new MBeanQuestion()));
  }

  private List<String> explained(JmxFile file, List<Pack> packs, MBeanQuestion question)
      throws Exception {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    MBeanQuestion travelled = MBeanQuestion.parse(question.within(60_000).toString());
    try (Registered all = Registered.of(beans)) {
      assertThat(all.beans()).isNotEmpty();
      new Explainer(travelled, guest, out).explain(Registered.SERVER, file, packs, 500, List.of());
    }
    return out.toString(UTF_8).lines().toList();
  }
}
