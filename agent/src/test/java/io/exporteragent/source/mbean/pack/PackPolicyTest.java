package io.exporteragent.source.mbean.pack;

import static org.assertj.core.api.Assertions.assertThat;

import io.exporteragent.source.mbean.engine.BeanPolicy;
import io.exporteragent.source.mbean.engine.Beans;
import io.exporteragent.source.mbean.engine.Decision;
import io.exporteragent.source.mbean.engine.Leaf;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import javax.management.JMException;
import javax.management.ObjectName;
import org.junit.jupiter.api.Test;

class PackPolicyTest {
  private static final Map<String, Object> QUEUE = Map.of("Size", 1, "Missing", 2);
  private static final Map<String, Object> SMALL_QUEUE = Map.of("Size", 1);

  private final Shop shop = new Shop();

  @Test
  void beans_areInTheOrderOfEntriesAndNames() throws JMException {
    shop.add("shop.queues:type=Queue,name=b", QUEUE);
    shop.add("shop.queues:type=Queue,name=a", QUEUE);
    shop.add("shop.queues:name=special,type=Queue", QUEUE);
    shop.add("shop.queues:type=Topic,name=a", QUEUE);
    shop.add("shop:type=Orders", QUEUE);
    shop.add("shop:type=Orders,name=a", QUEUE);
    shop.add("other:type=Orders", QUEUE);
    PackPolicy policy = policy(500);

    assertThat(select(policy))
        .containsExactly(
            "shop:type=Orders",
            "shop.queues:name=special,type=Queue",
            "shop.queues:type=Queue,name=a",
            "shop.queues:type=Queue,name=b");
    assertThat(policy.hasBeans()).isTrue();
  }

  @Test
  void beansThatComeAndGo_areSeen() throws JMException {
    PackPolicy policy = policy(500);
    assertThat(select(policy)).isEmpty();
    assertThat(policy.hasBeans()).isFalse();

    shop.add("shop:type=Orders", QUEUE);
    shop.add("shop.queues:type=Queue,name=a", QUEUE);
    assertThat(select(policy)).containsExactly("shop:type=Orders", "shop.queues:type=Queue,name=a");

    shop.remove("shop:type=Orders");
    shop.remove("shop.queues:type=Queue,name=a");
    shop.add("shop.queues:type=Queue,name=b", QUEUE);
    assertThat(select(policy)).containsExactly("shop.queues:type=Queue,name=b");
  }

  @Test
  void beansBeyondTheLimit_areLeftOutWhole_andThoseInStay() throws JMException {
    PackPolicy policy = policy(5);
    shop.add("shop.queues:type=Queue,name=b", QUEUE);
    shop.add("shop.queues:type=Queue,name=d", QUEUE);
    assertThat(select(policy))
        .containsExactly("shop.queues:type=Queue,name=b", "shop.queues:type=Queue,name=d");
    assertThat(policy.seriesLeftOut()).isZero();

    shop.add("shop.queues:type=Queue,name=a", QUEUE);
    shop.add("shop.queues:type=Queue,name=c", QUEUE);
    for (int scrape = 0; scrape < 3; scrape++) {
      assertThat(select(policy))
          .containsExactly("shop.queues:type=Queue,name=b", "shop.queues:type=Queue,name=d");
      assertThat(policy.seriesLeftOut()).isEqualTo(4);
    }

    shop.remove("shop.queues:type=Queue,name=d");
    assertThat(select(policy))
        .containsExactly("shop.queues:type=Queue,name=a", "shop.queues:type=Queue,name=b");
    assertThat(policy.seriesLeftOut()).isEqualTo(2);
  }

  @Test
  void roomThatABeanDoesNotNeed_isGivenToOthers() throws JMException {
    for (String name : new String[] {"a", "b", "c", "d", "e"}) {
      shop.add("shop.queues:type=Queue,name=" + name, SMALL_QUEUE);
    }
    PackPolicy policy = policy(4);
    assertThat(select(policy)).hasSize(2);
    assertThat(policy.seriesLeftOut()).isEqualTo(6);

    select(policy).forEach(name -> look(policy, name, "Size"));
    assertThat(select(policy)).hasSize(3);
    assertThat(policy.seriesLeftOut()).as("as many as the others have").isEqualTo(2);

    look(policy, "shop.queues:type=Queue,name=c", "Size");
    assertThat(select(policy)).hasSize(3);

    look(policy, "shop.queues:type=Queue,name=b", "Missing");
    assertThat(select(policy)).hasSize(3);
    look(policy, "shop.queues:type=Queue,name=a", "Missing");
    assertThat(select(policy))
        .as("one that has more than there is room for goes")
        .containsExactly("shop.queues:type=Queue,name=a", "shop.queues:type=Queue,name=b");
  }

  private static void look(PackPolicy policy, String name, String attribute) {
    assertThat(of(policy, name).reads(attribute)).isTrue();
  }

  @Test
  void onlyWhatIsNamed_isRead() throws JMException {
    shop.add("shop:type=Orders", QUEUE);
    PackPolicy policy = policy(500);
    select(policy);
    BeanPolicy orders = of(policy, "shop:type=Orders");

    assertThat(
            List.of("Count", "Stock", "Stock.used", "Age", "Age.p50", "Size", "used", "Stock.free"))
        .filteredOn(orders::reads)
        .containsExactly("Count", "Stock", "Stock.used", "Age", "Age.p50");
    assertThat(orders.usesText()).isTrue();
    assertThat(policy.of(name("other:type=Orders"))).isNull();
  }

  @Test
  void number_becomesASample() throws JMException {
    Decision time = decide("shop:type=Orders", Leaf.attribute("Time", null), 7L);

    assertThat(time.scope()).isEqualTo(Decision.Scope.NUMBERS);
    Decision.Form form = Objects.requireNonNull(time.form());
    assertThat(form.family()).isEqualTo("shop_order_seconds");
    assertThat(form.help()).isEqualTo("Time spent on orders.");
    assertThat(form.factor()).isEqualTo(0.001);
    assertThat(form.isConstant()).isFalse();
    assertThat(form.labels()).isEmpty();
    assertThat(policy(1).metric(time.rule()).name()).isEqualTo("shop_order_seconds_total");
    assertThat(policy(1).unit(form.family())).isEqualTo("seconds");
    Decision text = decide("shop:type=Orders", Leaf.attribute("Time", null), "7");
    assertThat(text.outcome()).isEqualTo(Decision.Outcome.NOTHING);
    assertThat(text.scope()).isEqualTo(Decision.Scope.TEXT);
  }

  @Test
  void memberOfComposite_becomesASample_butNotWithinATable() throws JMException {
    String[] stock = {"Stock"};
    Leaf used = new Leaf(new String[0], stock, "used", null);
    Decision.Form form = Objects.requireNonNull(decide("shop:type=Orders", used, 7).form());
    assertThat(form.labels()).containsExactly("place", "cellar");

    Leaf free = new Leaf(new String[0], stock, "free", null);
    assertThat(decide("shop:type=Orders", free, 7).scope()).isEqualTo(Decision.Scope.EVER);
    Leaf inTable = new Leaf(new String[] {"key", "x"}, stock, "used", null);
    assertThat(decide("shop:type=Orders", inTable, 7).form()).isNull();
  }

  @Test
  void text_becomesANumberOrALabel() throws JMException {
    Leaf state = Leaf.attribute("State", null);
    Decision running = decide("shop:type=Orders", state, "RUNNING");
    assertThat(running.scope()).isEqualTo(Decision.Scope.TEXT);
    assertThat(Objects.requireNonNull(running.form()).factor()).isEqualTo(1);
    assertThat(Objects.requireNonNull(running.form()).isConstant()).isTrue();
    assertThat(decide("shop:type=Orders", state, "BROKEN").form()).isNull();

    Leaf version = Leaf.attribute("Version", null);
    Decision info = decide("shop:type=Orders", version, "1.2");
    assertThat(info.scope()).isEqualTo(Decision.Scope.TEXT);
    assertThat(Objects.requireNonNull(info.form()).labels()).containsExactly("version", "1.2");
    assertThat(decide("shop:type=Orders", version, "").form()).isNull();
    assertThat(decide("shop:type=Orders", version, "x".repeat(1024)).form()).isNotNull();
    assertThat(decide("shop:type=Orders", version, "x".repeat(1025)).form()).isNull();
  }

  @Test
  void labels_areKeyProperties_withoutQuotes_andOnlyThoseThereAre() throws JMException {
    Leaf size = Leaf.attribute("Size", null);
    String quoted = ObjectName.quote("a,b*\"");
    assertThat(labels("shop.queues:type=Queue,name=" + quoted + ",tier=web", size))
        .containsExactly("queue", "a,b*\"", "tier", "web");
    assertThat(labels("shop.queues:type=Queue,name=plain", size)).containsExactly("queue", "plain");
    assertThat(labels("shop.queues:type=Queue,tier=", size)).isEmpty();
  }

  private String[] labels(String name, Leaf leaf) throws JMException {
    return Objects.requireNonNull(decide(name, leaf, 1).form()).labels();
  }

  private Decision decide(String name, Leaf leaf, Object value) throws JMException {
    if (!shop.server.isRegistered(name(name))) {
      shop.add(name, Map.of());
    }
    PackPolicy policy = policy(500);
    select(policy);
    return of(policy, name).decide(leaf, value, new String[0], null);
  }

  private static BeanPolicy of(PackPolicy policy, String name) {
    return Objects.requireNonNull(policy.of(name(name)), name);
  }

  private static ObjectName name(String name) {
    try {
      return new ObjectName(name);
    } catch (JMException e) {
      throw new IllegalArgumentException(e);
    }
  }

  private static PackPolicy policy(int maxSeries) {
    return new PackPolicy(Shop.PACK.file(), maxSeries);
  }

  private List<String> select(PackPolicy policy) {
    Collection<ObjectName> selected = policy.select(new Beans(shop.server));
    return selected.stream()
        .map(ObjectName::getCanonicalName)
        .map(PackPolicyTest::asWritten)
        .toList();
  }

  /** The tests write type before name, except for the special queue. */
  private static String asWritten(String canonical) {
    return canonical.contains("special")
        ? canonical
        : canonical.replaceAll(":name=(.*),type=(.*)", ":type=$2,name=$1");
  }
}
