package io.exporteragent.source.mbean;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.exporteragent.config.ArgumentGrammar;
import io.exporteragent.gather.PartialFailure;
import io.exporteragent.gather.Samples;
import io.exporteragent.gather.Scrape;
import io.exporteragent.guest.Guest;
import io.exporteragent.source.mbean.engine.BeanPolicy;
import io.exporteragent.source.mbean.engine.Beans;
import io.exporteragent.source.mbean.engine.Policy;
import io.exporteragent.source.mbean.pack.Pack;
import io.exporteragent.source.mbean.pack.PackFile;
import io.exporteragent.source.mbean.pack.PackMetrics;
import io.exporteragent.source.mbean.pack.PackSelection;
import io.exporteragent.source.mbean.rules.JmxFile;
import java.lang.management.ManagementFactory;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import javax.management.ObjectName;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** When MBeans are read, and what becomes of a failure. */
class MBeanMetricsTest {
  private final List<String> messages = new CopyOnWriteArrayList<>();
  private final Guest guest = new Guest(null, messages::add);
  private final AtomicLong clock = new AtomicLong(-5);
  private int selections;
  private RuntimeException failure;
  private CountDownLatch hold = new CountDownLatch(0);

  @BeforeEach
  void makeServer() {
    ManagementFactory.getPlatformMBeanServer();
  }

  @AfterEach
  void end() {
    guest.endWorkers();
  }

  @Test
  void startDelay_noMBeanIsReadUntilItHasPassed() throws Exception {
    MBeanMetrics metrics = metrics("startDelaySeconds: 2", onePack());
    assertThat(Samples.from(metrics)).hasSize(3).doesNotContainKey("jmx_scrape_error");
    clock.addAndGet(TimeUnit.SECONDS.toNanos(2) - 1);
    assertThat(Samples.from(metrics)).hasSize(3);
    assertThat(selections).isZero();
    clock.incrementAndGet();
    assertThat(Samples.from(metrics)).hasSize(7).containsKey("of_pack");
    assertThat(selections).isEqualTo(1);
  }

  @Test
  void withoutAServer_thereAreNoMBeans_whichIsNoError() throws Exception {
    PlatformServer none = new PlatformServer(type -> false);
    assertThat(none.mayExist()).isFalse();
    assertThat(none.find()).isNull();
    MBeanMetrics byFile = new MBeanMetrics(none, jmx("rules: []"), null, onePack(), clock::get);
    assertThat(byFile.isIdle()).isFalse();
    assertThat(Samples.from(byFile)).hasSize(6).containsEntry("jmx_scrape_error", 0.0);
    assertThat(messages).isEmpty();
    clock.addAndGet(TimeUnit.MINUTES.toNanos(1));
    Samples.from(byFile);
    Samples.from(byFile);
    assertThat(messages)
        .singleElement()
        .asString()
        .startsWith("kafka.yml: the application has made no platform MBean server so far");
    MBeanMetrics byPacks = new MBeanMetrics(none, null, null, onePack(), clock::get);
    assertThat(byPacks.isIdle()).isTrue();
    assertThat(Samples.from(byPacks)).isEmpty();
  }

  @Test
  void packs_withoutAFile_sayNothingOfJmxExporter() throws Exception {
    MBeanMetrics metrics = new MBeanMetrics(platform(), null, null, onePack(), clock::get);
    assertThat(metrics.isIdle()).isFalse();
    assertThat(Samples.from(metrics)).containsOnlyKeys("of_pack");
    assertThat(new MBeanMetrics(platform(), null, null, null, clock::get).isIdle()).isTrue();
  }

  @Test
  void failureOfTheServer_costsItsMetrics_andIsSaidOnce() throws Exception {
    MBeanMetrics metrics = metrics("rules: []", onePack());
    failure = new IllegalStateException("no\nquery");
    for (int scrape = 0; scrape < 2; scrape++) {
      PartialFailure partial =
          catchThrowableOfType(PartialFailure.class, () -> metrics.collect(scrape()));
      assertThat(partial).isNotNull();
    }
    assertThat(messages)
        .containsExactly(
            "the MBeans of kafka.yml cannot be read, their metrics are missing until they can: java.lang.IllegalStateException: no query");
    failure = null;
    assertThat(Samples.from(metrics)).containsEntry("jmx_scrape_error", 0.0);
  }

  @Test
  void agentThatIsTakenOutMeanwhile_isNoFailure() throws Exception {
    MBeanMetrics metrics = metrics("rules: []", null);
    hold = new CountDownLatch(1);
    Thread.currentThread().interrupt();
    assertThat(catchThrowableOfType(PartialFailure.class, () -> metrics.collect(scrape())))
        .isNotNull();
    assertThat(Thread.interrupted()).isTrue();
    assertThat(messages).isEmpty();
    hold.countDown();
  }

  @Test
  void newVersion_isReadWithFromTheNextScrapeOn() throws Exception {
    JmxMetrics jmx = jmx("rules: []");
    jmx.use(JmxFile.parse("rules: []", "kafka.yml"));
    assertThat(jmx.about().get(0).name()).isEqualTo("jmx_config_reload_success");
    assertThat(Samples.of(jmx.about())).containsEntry("jmx_config_reload_success[]", 0.0);
    jmx.use("rules: [{}]");
    jmx.refused();
    assertThat(Samples.of(jmx.about()))
        .containsEntry("jmx_config_reload_success[]", 1.0)
        .containsEntry("jmx_config_reload_failure[]", 1.0);
  }

  private MBeanMetrics metrics(String text, MBeanMetrics.Packs packs) throws Exception {
    return new MBeanMetrics(platform(), jmx(text), null, packs, clock::get);
  }

  private MBeanMetrics.Packs onePack() throws Exception {
    PackFile file =
        PackFile.parse(
            """
            name: of_jvm
            help: Of this JVM.
            beans:
              - object: java.lang:type=ClassLoading
                metrics:
                  - {attribute: LoadedClassCount, name: of_pack, type: gauge, help: Classes.}
            """,
            "of_jvm.yml",
            new ArgumentGrammar(List.of()).parse(null, Map.of()));
    List<Pack> packs = new PackSelection(List.of("of_jvm.yml")).resolve(List.of(file));
    PackMetrics metrics = new PackMetrics(packs, 500, guest.workers(), messages::add);
    return () -> metrics;
  }

  private JmxMetrics jmx(String text) throws Exception {
    return new JmxMetrics(JmxFile.parse(text, "kafka.yml"), file -> new Nothing(), "1.2.3", guest);
  }

  private static PlatformServer platform() {
    return new PlatformServer(type -> true);
  }

  private static Scrape scrape() {
    return Scrape.ofEverything(System.nanoTime() + TimeUnit.SECONDS.toNanos(10));
  }

  private void awaitHold() {
    try {
      hold.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Selects nothing, or fails. */
  private final class Nothing implements Policy {
    @Override
    public Collection<ObjectName> select(Beans beans) {
      selections++;
      awaitHold();
      if (failure != null) {
        throw failure;
      }
      return Set.of();
    }

    @Override
    public BeanPolicy of(ObjectName bean) {
      return null;
    }
  }
}
