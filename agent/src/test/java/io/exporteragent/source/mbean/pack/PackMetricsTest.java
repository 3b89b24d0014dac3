package io.exporteragent.source.mbean.pack;

import static org.assertj.core.api.Assertions.assertThat;

import io.exporteragent.config.ConfigurationException;
import io.exporteragent.gather.Scrape;
import io.exporteragent.model.Family;
import io.exporteragent.model.MetricNames;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import javax.management.JMException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class PackMetricsTest {
  private final Shop shop = new Shop();
  private final List<String> lines = new ArrayList<>();
  private final AtomicLong clock = new AtomicLong();
  private final ExecutorService workers = Executors.newCachedThreadPool();

  @AfterEach
  void endWorkers() {
    workers.shutdownNow();
  }

  @Test
  void pack_isOnThePage() throws JMException {
    shop.add(
        "shop:type=Orders",
        Map.of(
            "Count",
            12L,
            "Time",
            3500,
            "Open",
            true,
            "State",
            "RUNNING",
            "Version",
            "1.2",
            "Stock",
            Shop.composite(Map.of("used", 5L, "free", 6L)),
            "Age.p50",
            0.25,
            "Age.p99",
            1.5f,
            "Secret",
            "not named"));
    shop.add("shop.queues:type=Queue,name=a", Map.of("Size", 1));
    shop.add("shop.queues:type=Queue,name=b", Map.of("Size", 2));
    shop.add("shop.queues:type=Queue,name=special", Map.of("Size", 3));
    PackMetrics metrics = metrics(500, Shop.PACK);
    String page =
        """
        # shop_age_seconds gauge seconds: Age of an order.
        shop_age_seconds{quantile=0.5} 0.25
        shop_age_seconds{quantile=0.99} 1.5
        # shop_open gauge : Whether the shop is open.
        shop_open{} 1.0
        # shop_order_seconds counter seconds: Time spent on orders.
        shop_order_seconds_total{} 3.5
        # shop_orders counter : Orders accepted.
        shop_orders_total{} 12.0
        # shop_queue_size gauge : Orders in the queue.
        shop_queue_size{queue=a} 1.0
        shop_queue_size{queue=b} 2.0
        # shop_special_size gauge : Orders in the special queue.
        shop_special_size{queue=special} 3.0
        # shop_state gauge : State of the shop, 1 running, 0 stopped.
        shop_state{} 1.0
        # shop_stock_items gauge : Items in stock.
        shop_stock_items{place=cellar} 5.0
        # shop_version info : Version of the shop.
        shop_version_info{version=1.2} 1.0
        """;
    for (int scrape = 0; scrape < 3; scrape++) {
      assertThat(read(metrics)).isEqualTo(page);
      assertThat(metrics.isComplete()).isTrue();
      assertThat(metrics.failures()).isZero();
    }
  }

  @Test
  void onlyNamedAttributes_areRead() throws JMException {
    Shop.Bean orders = shop.add("shop:type=Orders", Map.of("Count", 12L, "Secret", 3500));
    PackMetrics metrics = metrics(500, Shop.PACK);
    read(metrics);
    read(metrics);

    assertThat(orders.read).contains("Count").doesNotContain("Secret");
  }

  @Test
  void packWhoseDomainsAreNotThere_isNotEvenRead() throws JMException {
    shop.add("other:type=Orders", Map.of("Count", 1));
    PackMetrics metrics = metrics(500, Pack.ofJar("without_file", "without.file"), Shop.PACK);
    assertThat(read(metrics)).isEmpty();

    shop.add("shop:type=Orders", Map.of("Count", 1));
    assertThat(read(metrics)).contains("shop_orders_total{} 1.0");
    shop.remove("shop:type=Orders");
    assertThat(read(metrics)).isEmpty();
    assertThat(lines).isEmpty();
  }

  @Test
  void packByDefault_isAnnouncedOnce_whenItFindsAnMBean() throws JMException {
    PackMetrics metrics = metrics(500, Shop.PACK.byDefault());
    shop.add("shop:type=Other", Map.of("Count", 1));
    read(metrics);
    assertThat(lines).isEmpty();

    shop.add("shop:type=Orders", Map.of("Count", 1));
    read(metrics);
    read(metrics);
    assertThat(lines)
        .containsExactly(
            "MBeans are served by the pack \"shop\" (A shop that only tests have); mbeans: {packs: none} in the configuration file turns it off");
  }

  @Test
  void seriesBeyondTheLimit_areCounted() throws JMException {
    for (String name : new String[] {"a", "b", "c"}) {
      shop.add("shop.queues:type=Queue,name=" + name, Map.of("Size", 1, "Missing", 2));
    }
    PackMetrics metrics = metrics(4, Shop.PACK);
    read(metrics);

    assertThat(read(metrics))
        .isEqualTo(
            """
            # exporter_agent_mbeans_series_left_out gauge : Series of the pack that are left out, since it has more than mbeans.max_series.
            exporter_agent_mbeans_series_left_out{pack=shop} 2.0
            # shop_queue_missing gauge : What not all queues have.
            shop_queue_missing{queue=a} 2.0
            shop_queue_missing{queue=b} 2.0
            # shop_queue_size gauge : Orders in the queue.
            shop_queue_size{queue=a} 1.0
            shop_queue_size{queue=b} 1.0
            """);
  }

  @Test
  void packThatCostsTooMuch_rests() throws JMException {
    Map<String, Object> costly = Map.of("Count", new Costly());
    shop.add("shop:type=Orders", costly);
    PackMetrics metrics = metrics(500, Shop.PACK);
    read(metrics);
    read(metrics);
    assertThat(read(metrics)).contains("shop_orders_total");

    assertThat(read(metrics))
        .isEqualTo(
            """
            # exporter_agent_mbeans_pack_resting gauge : Packs whose metrics are missing for a minute, since they took too much CPU time.
            exporter_agent_mbeans_pack_resting{pack=shop} 1.0
            """);
    assertThat(lines).hasSize(1);
    assertThat(lines.get(0))
        .matches(
            "pack \"shop\" took \\d+ ms of CPU to read its MBeans, more than 20; its metrics are missing for 60 s");

    shop.remove("shop:type=Orders");
    shop.add("shop:type=Orders", Map.of("Count", 1));
    clock.addAndGet(TimeUnit.SECONDS.toNanos(60));
    assertThat(read(metrics)).contains("shop_orders_total{} 1.0");
    assertThat(lines).hasSize(2).last().isEqualTo("pack \"shop\" works again");
  }

  /** A number that takes 25 ms of CPU time. */
  private static final class Costly extends Number {
    private static final long serialVersionUID = 1;

    @Override
    public double doubleValue() {
      ThreadMXBean threads = ManagementFactory.getThreadMXBean();
      long end = threads.getCurrentThreadCpuTime() + TimeUnit.MILLISECONDS.toNanos(25);
      while (threads.getCurrentThreadCpuTime() < end) {
        Thread.onSpinWait();
      }
      return 1;
    }

    @Override
    public int intValue() {
      return 1;
    }

    @Override
    public long longValue() {
      return 1;
    }

    @Override
    public float floatValue() {
      return 1;
    }
  }

  @Test
  void packWhoseServerIsNotReady_waits() throws JMException, ConfigurationException {
    PackFile own =
        Shop.parse(
            """
            {name: own, help: Own., ready: {object: 'own:type=State', attribute: Phase, values: [OPEN]},
             beans: [{object: 'own:type=A', metrics: [
              {attribute: A, name: own_a, type: gauge, help: An a.}]}]}
            """);
    PackMetrics metrics = metrics(500, Pack.ofFile(own).byDefault());
    shop.add("own:type=A", Map.of("A", 1));
    String waiting =
        """
        # exporter_agent_mbeans_pack_waiting gauge : Packs whose metrics are missing until the server says that it is ready.
        exporter_agent_mbeans_pack_waiting{pack=own} 1.0
        """;
    assertThat(read(metrics)).isEqualTo(waiting);
    assertThat(metrics.isComplete()).isTrue();
    assertThat(lines).isEmpty();

    Shop.Bean state = shop.add("own:type=State", Map.of("Phase", "OPEN"));
    assertThat(read(metrics)).contains("own_a{} 1.0").doesNotContain("waiting");
    assertThat(lines).hasSize(1);

    state.attributes.put("Phase", "CLOSED");
    assertThat(read(metrics)).isEqualTo(waiting);

    state.attributes.remove("Phase");
    assertThat(read(metrics)).isEmpty();
    assertThat(metrics.isComplete()).isFalse();
    assertThat(lines)
        .last()
        .asString()
        .startsWith(
            "pack \"own\" failed, its metrics are missing until it works again: java.lang.IllegalStateException: attribute Phase of own:type=State cannot be read: ");
  }

  @Test
  void packOfAUser_isReadAsWell() throws JMException, ConfigurationException {
    shop.add("own:type=A", Map.of("A", 1));
    PackFile own =
        Shop.parse(
            """
            {name: own, help: Own., beans: [{object: 'own:type=A', metrics: [
              {attribute: A, name: own_a, type: gauge, help: An a.}]}]}
            """);
    assertThat(read(metrics(500, Pack.ofFile(own)))).contains("own_a{} 1.0");
    assertThat(lines).isEmpty();
  }

  @Test
  void exampleOfTheDocumentation_givesWhatItSays() throws Exception {
    String document = Files.readString(Path.of("..", "docs", "mbeans.md"));
    shop.add("com.shop:type=Orders", Map.of("Accepted", 812, "State", "RUNNING", "Version", "2.1"));
    shop.add(
        "com.shop:type=Queue,name=mail", Map.of("Size", 3, "OldestMillis", 250, "Wait.p99", 0.04));

    PackFile pack = Shop.parse(block(document, "```yaml\n# shop.yml\n"));

    assertThat(pack.name()).isEqualTo("shop");
    assertThat(read(metrics(500, Pack.ofFile(pack))).lines().filter(line -> !line.startsWith("#")))
        .containsExactlyElementsOf(
            block(document, "```text\nshop_")
                .lines()
                .map(line -> line.startsWith("shop_") ? line : "shop_" + line)
                .map(line -> line.contains("{") ? line.replace("\"", "") : line.replace(" ", "{} "))
                .map(line -> line.replace(",", ", "))
                .toList());
  }

  private static String block(String document, String begin) {
    int start = document.indexOf(begin) + begin.length();
    return document.substring(start, document.indexOf("```", start));
  }

  private PackMetrics metrics(int maxSeries, Pack... packs) {
    return new PackMetrics(List.of(packs), maxSeries, workers, lines::add, clock::get);
  }

  private String read(PackMetrics metrics) {
    long deadline = System.nanoTime() + TimeUnit.MINUTES.toNanos(1);
    List<Family> families =
        new ArrayList<>(metrics.read(shop.server, Scrape.ofEverything(deadline)));
    families.sort(Comparator.comparing(Family::name));
    StringBuilder page = new StringBuilder();
    for (Family family : families) {
      page.append(
          "# %s %s %s: %s%n"
              .formatted(
                  family.name(),
                  family.type().name().toLowerCase(Locale.ROOT),
                  family.unit(),
                  family.help()));
      family.forEach(
          (labels, value, created, exemplar) -> {
            List<String> pairs = new ArrayList<>();
            for (int i = 0; i < labels.length; i += 2) {
              pairs.add(labels[i] + "=" + labels[i + 1]);
            }
            page.append(family.name())
                .append(MetricNames.suffix(family.type()))
                .append(pairs.toString().replace('[', '{').replace(']', '}'))
                .append(" ")
                .append(value)
                .append("\n");
          });
    }
    return page.toString();
  }
}
