package io.exporteragent.source.mbean.pack;

import static org.assertj.core.api.Assertions.assertThat;

import io.exporteragent.source.mbean.engine.BeanPolicy;
import io.exporteragent.source.mbean.engine.Beans;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import javax.management.JMException;
import javax.management.MBeanServer;
import javax.management.ObjectName;
import org.junit.jupiter.api.Test;

class PackLookTest {
  private static final Map<String, Object> QUEUE = Map.of("Size", 1);

  private final AtomicLong clock = new AtomicLong();
  private final PackPolicy policy = new PackPolicy(Shop.PACK.file(), 500, clock::get);
  private final Shop shop = new Shop();
  private final List<String> asked = new ArrayList<>();

  @Test
  void jdksServer_isAskedOnlyWhenTheNumberOfItsBeansHasChanged() throws JMException {
    shop.add("shop.queues:type=Queue,name=a", QUEUE);
    assertThat(found(shop.server)).containsExactly("a");

    swap("a", "b");
    assertThat(found(shop.server)).containsExactly("a");

    shop.add("other:type=Any", QUEUE);
    assertThat(found(shop.server)).containsExactly("b");
  }

  @Test
  void anyServer_isAskedAfterHalfAMinute() throws JMException {
    MBeanServer foreign = foreign();
    for (MBeanServer server : List.of(shop.server, foreign)) {
      shop.add("shop.queues:type=Queue,name=a", QUEUE);
      clock.addAndGet(TimeUnit.SECONDS.toNanos(30));
      assertThat(found(server)).containsExactly("a");

      swap("a", "b");
      clock.addAndGet(TimeUnit.SECONDS.toNanos(30) - 1);
      assertThat(found(server)).containsExactly("a");

      clock.addAndGet(1);
      assertThat(found(server)).containsExactly("b");
      shop.remove("shop.queues:type=Queue,name=b");
    }
  }

  @Test
  void anyServer_isAskedWhenABeanHasGone() throws JMException {
    shop.add("shop.queues:type=Queue,name=a", QUEUE);
    MBeanServer server = foreign();
    assertThat(found(server)).containsExactly("a");
    swap("a", "b");
    queue("a").gone();

    assertThat(found(server)).containsExactly("b");
  }

  @Test
  void foreignServer_isAskedForNothingButWhatThePackNames() throws JMException {
    found(foreign());

    assertThat(asked).isNotEmpty().doesNotContain("null", "shop:*", "shop.queues:*");
    assertThat(asked).allMatch(pattern -> pattern.contains("type="));
  }

  @Test
  void attributesOfBeansThatStay_areLookedAtAsSeldomAsBeansOfAForeignServer() throws JMException {
    shop.add("shop.queues:type=Queue,name=a", QUEUE);
    found(shop.server);
    assertThat(found(shop.server)).containsExactly("a");
    assertThat(queue("a").mayHaveOtherAttributes()).isTrue();

    clock.addAndGet(TimeUnit.SECONDS.toNanos(30));
    assertThat(found(foreign())).containsExactly("a");
    assertThat(queue("a").mayHaveOtherAttributes()).isTrue();
    assertThat(found(foreign())).containsExactly("a");
    assertThat(queue("a").mayHaveOtherAttributes()).isFalse();
  }

  private void swap(String old, String other) throws JMException {
    shop.remove("shop.queues:type=Queue,name=" + old);
    shop.add("shop.queues:type=Queue,name=" + other, QUEUE);
  }

  private BeanPolicy queue(String name) throws JMException {
    return Objects.requireNonNull(policy.of(new ObjectName("shop.queues:type=Queue,name=" + name)));
  }

  private List<String> found(MBeanServer server) {
    return policy.select(new Beans(server)).stream()
        .map(bean -> bean.getKeyProperty("name"))
        .toList();
  }

  /** The same beans, and what was asked for in queries is remembered. */
  private MBeanServer foreign() {
    return (MBeanServer)
        Proxy.newProxyInstance(
            getClass().getClassLoader(),
            new Class<?>[] {MBeanServer.class},
            (proxy, method, arguments) -> {
              if (method.getName().startsWith("query")) {
                asked.add(String.valueOf(arguments[0]));
              }
              return method.invoke(shop.server, arguments);
            });
  }
}
