package io.exporteragent.source.mbean.pack;

import static org.assertj.core.api.Assertions.assertThat;

import io.exporteragent.config.ConfigurationException;
import io.exporteragent.source.mbean.engine.Beans;
import java.util.List;
import java.util.Map;
import javax.management.JMException;
import javax.management.ObjectName;
import org.junit.jupiter.api.Test;

class PackReadyTest {
  private static final Map<String, Object> ORDERS = Map.of("Count", 1);

  private final Shop shop = new Shop();

  @Test
  void packIsReadWhileTheAttributeHasOneOfTheValues() throws JMException, ConfigurationException {
    PackPolicy policy = policy(500);
    shop.add("shop:type=Orders,name=a", ORDERS);
    assertThat(select(policy)).as("without the bean that says so").isEmpty();
    assertThat(policy.isWaiting()).isTrue();

    Shop.Bean state = shop.add("shop:type=State", Map.of("Phase", "STARTING"));
    assertThat(select(policy)).isEmpty();
    for (Object phase : List.of("OPEN", Phase.OPEN, true, 2)) {
      state.attributes.put("Phase", phase);
      assertThat(select(policy)).containsExactly("a");
      assertThat(policy.isWaiting()).isFalse();

      state.attributes.put("Phase", "STARTING");
      assertThat(select(policy)).isEmpty();
      assertThat(policy.isWaiting()).isTrue();
    }
    state.attributes.put("Phase", null);
    assertThat(select(policy)).isEmpty();
  }

  private enum Phase {
    OPEN
  }

  @Test
  void whatHasChangedWhileItWaited_isSeen() throws JMException, ConfigurationException {
    PackPolicy policy = policy(1);
    Shop.Bean state = shop.add("shop:type=State", Map.of("Phase", "OPEN"));
    shop.add("shop:type=Orders,name=a", ORDERS);
    shop.add("shop:type=Orders,name=b", ORDERS);
    assertThat(select(policy)).containsExactly("a");
    assertThat(policy.seriesLeftOut()).isOne();

    state.attributes.put("Phase", "STARTING");
    assertThat(select(policy)).isEmpty();
    assertThat(policy.seriesLeftOut()).isZero();
    shop.remove("shop:type=Orders,name=a");
    shop.add("shop:type=Orders,name=c", ORDERS);
    assertThat(select(policy)).isEmpty();

    state.attributes.put("Phase", "OPEN");
    assertThat(select(policy)).containsExactly("b");
    assertThat(policy.seriesLeftOut()).isOne();
  }

  private static PackPolicy policy(int maxSeries) throws ConfigurationException {
    PackFile pack =
        Shop.parse(
            """
            name: shop
            help: The shop.
            ready: {object: 'shop:type=State', attribute: Phase, values: [OPEN, 'true', 2]}
            beans:
              - object: shop:type=Orders,name=*
                metrics:
                  - {attribute: Count, name: shop_orders_total, type: counter, help: Orders accepted.}
            """);
    return new PackPolicy(pack, maxSeries);
  }

  private List<String> select(PackPolicy policy) {
    return policy.select(new Beans(shop.server)).stream()
        .map((ObjectName bean) -> bean.getKeyProperty("name"))
        .toList();
  }
}
