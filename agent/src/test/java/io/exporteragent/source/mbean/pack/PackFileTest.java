package io.exporteragent.source.mbean.pack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.exporteragent.config.ConfigurationException;
import io.exporteragent.config.FamilyClashes;
import io.exporteragent.model.MetricType;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PackFileTest {
  private static final String VALID =
      """
      name: shop
      help: The shop.
      beans:
        - object: shop:type=Orders,name=*
          labels: {kind: name}
          metrics:
            - attribute: Count
              name: shop_orders_total
              type: counter
              help: Orders accepted.
              scale: 0.001
              labels: {tier: web}
            - attribute: State
              name: shop_state
              type: gauge
              help: State of the shop.
              values: {RUNNING: 1, "": -0.5}
            - attribute: Version
              name: shop_version_info
              type: info
              help: Version of the shop.
              text: version
      """;

  @Test
  void file_isUnderstood() throws ConfigurationException {
    PackFile pack = Shop.parse(VALID);

    assertThat(pack.name()).isEqualTo("shop");
    assertThat(pack.help()).isEqualTo("The shop.");
    assertThat(pack.domains()).containsExactly("shop");
    PackBean bean = pack.beans().get(0);
    assertThat(bean.object()).hasToString("shop:type=Orders,name=*");
    assertThat(bean.labels()).containsExactly(Map.entry("kind", "name"));
    PackMetric orders = bean.metrics().get(0);
    assertThat(orders.attribute()).isEqualTo("Count");
    assertThat(orders.name()).isEqualTo("shop_orders_total");
    assertThat(orders.family()).isEqualTo("shop_orders");
    assertThat(orders.metricType()).isEqualTo(MetricType.COUNTER);
    assertThat(orders.help()).isEqualTo("Orders accepted.");
    assertThat(orders.scale()).isEqualTo(0.001);
    assertThat(orders.labels()).containsExactly(Map.entry("tier", "web"));
    PackMetric state = bean.metrics().get(1);
    assertThat(state.scale()).isEqualTo(1);
    assertThat(state.labels()).isEmpty();
    assertThat(state.numbers()).containsExactly(Map.entry("RUNNING", 1.0), Map.entry("", -0.5));
    PackMetric version = bean.metrics().get(2);
    assertThat(version.text()).isEqualTo("version");
    assertThat(version.location()).isEqualTo("shop.yml:18:9 beans[0].metrics[2]");
  }

  @Test
  void files_areEqualIfTheySayTheSame() throws ConfigurationException {
    assertThat(Shop.parse("# moved\n" + VALID)).isEqualTo(Shop.parse(VALID));
    assertThat(Shop.parse(VALID.replace("name=*", "*"))).isNotEqualTo(Shop.parse(VALID));
    assertThat(Shop.parse(VALID.replace("RUNNING: 1", "RUNNING: 2")))
        .isNotEqualTo(Shop.parse(VALID));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          name: shop             | name: Shop              | 1:7: "Shop" at name; expected a name of lower-case letters, digits, _ and -, a letter first, and not auto or none
          name: shop             | name: auto              | 1:7: "auto" at name; expected a name of lower-case letters, digits, _ and -, a letter first, and not auto or none
          help: The shop.        | helf: The shop.         | 2:1: unknown key "helf"; did you mean "help"? known keys: name, help, ready, beans
          shop:type=Orders,name=*| shop                    | 4:13: "shop" at beans[0].object; expected an object name such as shop:type=Orders or shop:type=Queue,name=* (
          shop:type=Orders,name=*| :type=Orders            | 4:13: ":type=Orders" at beans[0].object; expected an object name that begins with a domain, as in shop:type=Orders
          shop:type=Orders,name=*| s*:name=*               | 4:13: "s*:name=*" at beans[0].object; expected an object name whose domain has no wildcard; give each domain an entry
          name=*                 | title=*                 | 5:14: label "kind" needs the key property "name", which "shop:type=Orders,title=*" lacks at beans[0].labels; add name=* to the object, or remove the label
          kind: name             | __kind: name            | 5:14: "__kind" at beans[0].labels.__kind; expected a label name: letters, digits and underscores, no digit or __ first
          kind: name             | tier: name              | 12:18: label "tier" is one of the entry, too at beans[0].metrics[0].labels; rename one of them
          kind: name             | version: name           | 22:9: label "version" is one of the entry, too at beans[0].metrics[2]; rename one of them
          shop_orders_total      | shop_orders             | 8:15: "shop_orders" at beans[0].metrics[0].name; expected a name that ends with _total, as the name of every counter
          shop_orders_total      | shop_total_total        | 8:15: "shop_total_total" at beans[0].metrics[0].name; expected another name for a counter, _total is reserved
          shop_orders_total      | exporter_agent_x_total  | 8:15: "exporter_agent_x_total" at beans[0].metrics[0].name; expected a name that does not begin with exporter_agent_, the agent's own do
          shop_orders_total      | shop-orders             | 8:15: "shop-orders" at beans[0].metrics[0].name; expected a metric name: letters, digits and underscores, no digit first
          type: counter          | type: summary           | 9:15: "summary" at beans[0].metrics[0].type; expected one of counter, gauge, info
          scale: 0.001           | scale: 0                | 11:16: "0" at beans[0].metrics[0].scale; expected a number that is not 0
          scale: 0.001           | values: {A: 1, A: 2}    | 11:24: duplicate key "A" at beans[0].metrics[0].values; it is given before in line 11
          scale: 0.001           | values: {A: one}        | 11:21: "one" at beans[0].metrics[0].values.A; expected a number such as 10, 0.5 or 1e-9
          scale: 0.001           | text: orders            | 11:9: text is for an info at beans[0].metrics[0]; remove it
          name: shop_state       | name: shop_state_info   | 14:15: "shop_state_info" at beans[0].metrics[1].name; expected another name for a gauge, _info is reserved
          text: version          | scale: 2                | 22:9: scale is for a gauge or counter at beans[0].metrics[2]; remove it
          text: version          | values: {A: 1}          | 22:9: values is for a gauge or counter at beans[0].metrics[2]; remove it
          text: version          | labels: {a: b}          | 18:9: key "text" is missing at beans[0].metrics[2]; add it
          text: version          | text: le-vel            | 22:15: "le-vel" at beans[0].metrics[2].text; expected a label name: letters, digits and underscores, no digit or __ first
          attribute: State       | attribute: Count        | 13:9: attribute "Count" has a metric already in line 7 at beans[0].metrics[1]; remove one of them
          """)
  void whatIsWrong_isToldWithItsPlace(String before, String after, String message) {
    String text = VALID.replace(before, after);
    assertThat(text).isNotEqualTo(VALID);
    assertThatThrownBy(() -> Shop.parse(text))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageStartingWith("shop.yml:" + message);
  }

  @Test
  void scaleBesideValues_isRefused() {
    refused(
        VALID.replace("      values: {R", "      scale: 2\n        values: {R"),
        "shop.yml:17:9: scale is for numbers, values for text at beans[0].metrics[1]; remove one of them");
  }

  @Test
  void textLabelBesideTheSameLabel_isRefused() {
    refused(
        VALID + "        labels: {version: 1}\n",
        "shop.yml:22:9: label \"version\" is given twice at beans[0].metrics[2]; rename one of them");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          {object: 'shop:type=*', attribute: A, values: [B]} | 23:17: "shop:type=*" at ready.object; expected the name of one MBean, without wildcards
          {object: 'shop:type=A', attribute: A, values: []}  | 23:46: values is empty at ready; add one, or remove ready
          {object: 'shop:type=A', values: [B]}               | 23:8: key "attribute" is missing at ready; add it
          {object: 'shop:type=A', attribute: A}              | 23:8: key "values" is missing at ready; add it
          [B]                                                | 23:8: a list at ready; expected a mapping with the keys object, attribute, values
          """)
  void readyThatIsWrong_isRefused(String ready, String message) {
    refused(VALID + "ready: " + ready + "\n", "shop.yml:" + message);
  }

  @Test
  void emptyFileAndEmptyLists_areRefused() {
    refused("# nothing", "shop.yml is empty; a pack has the keys name, help and beans");
    refused(
        "{name: shop, help: The shop., beans: []}", "shop.yml:1:31: beans is empty; add an entry");
    refused(
        "{name: shop, help: The shop., beans: [{object: 'shop:type=A', metrics: []}]}",
        "shop.yml:1:63: metrics is empty at beans[0]; add one, or remove the entry");
  }

  @Test
  void oneName_hasOneTypeAndOneHelp() {
    String head = VALID + "  - object: shop:type=Returns\n    metrics:\n      - attribute: Count\n";
    refused(
        head + "        name: shop_orders\n        type: gauge\n        help: Orders accepted.\n",
        "shop.yml:26:15: metric \"shop_orders\" is a gauge here and a counter in line 8 at beans[1].metrics[0].name; give one of them another name");
    refused(
        head + "        name: shop_orders_total\n        type: counter\n        help: Orders.\n",
        "shop.yml:28:9: help of metric \"shop_orders_total\" is another in line 7 at beans[1].metrics[0]; a family has one, give both the same");
  }

  @Test
  void oneSeries_hasOneAttribute() {
    String again =
        """
              - attribute: Other
                name: shop_orders_total
                type: counter
                help: Orders accepted.
                labels: {tier: web}
        """;
    refused(
        VALID + again.indent(0),
        "shop.yml:24:9: metric \"shop_orders_total\" has the same labels in line 7 at beans[0].metrics[3]; give one of them another name or label");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "shop:type=Orders,name=*        | shop:type=Orders,name=web",
        "shop:type=Orders,*             | shop:type=Orders,name=*",
        "shop:type=Orders,*             | shop:type=Orders,name=*,*",
        "shop:*                         | shop:type=Orders",
        "shop:type=Orders               | shop:type=Orders",
        "shop:type=*,*                  | shop:name=a,type=*",
      })
  void entryBehindOneThatTakesAll_isRefused(String first, String second) {
    refused(
        twoEntries(first, second),
        "shop.yml:7:5: object \""
            + second
            + "\" is never read, the entry in line 4 takes all its MBeans at beans[1]; make one entry of them, or put the special one first");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "shop:type=Orders,name=web      | shop:type=Orders,name=*",
        "shop:type=Orders,name=*        | shop:type=Orders,*",
        "shop:type=Orders,*             | shop.eu:type=Orders,*",
        "shop:type=Orders,*             | shop:type=Returns,*",
        "shop:type=Orders,*             | shop:name=*,*",
        "shop:type=*                    | shop:type=*,name=*",
      })
  void entryThatIsMoreGeneral_mayFollow(String first, String second) throws ConfigurationException {
    assertThat(Shop.parse(twoEntries(first, second)).beans()).hasSize(2);
  }

  private static String twoEntries(String first, String second) {
    return """
        name: shop
        help: The shop.
        beans:
          - object: %s
            metrics:
              - {attribute: A, name: shop_a, type: gauge, help: An a.}
          - object: %s
            metrics:
              - {attribute: B, name: shop_b, type: gauge, help: A b.}
        """
        .formatted(first, second);
  }

  @Test
  void families_areDeclaredForTheWholeConfiguration() throws ConfigurationException {
    FamilyClashes families = new FamilyClashes();
    Shop.parse(VALID).declare(families);

    assertThatThrownBy(
            () ->
                Shop.parse(VALID.replace("_total\n        type: counter", "\n        type: gauge"))
                    .declare(families))
        .hasMessageContaining("metric \"shop_orders\" is a gauge here and a counter in line 8");
  }

  private static void refused(String text, String message) {
    assertThatThrownBy(() -> Shop.parse(text))
        .isInstanceOf(ConfigurationException.class)
        .hasMessage(message);
  }
}
