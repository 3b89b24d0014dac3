package io.exporteragent.source.mbean.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.exporteragent.gather.Samples;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.Map;
import java.util.concurrent.TimeoutException;
import javax.management.MBeanServer;
import org.junit.jupiter.api.Test;

/** Beans and servers that do not answer: each costs itself, one thread, and one line. */
class HangingBeansTest {
  private static final String FINE = "v[attribute, n, bean, a]";
  private static final String FINE_TOO = "v[attribute, n, bean, z]";
  private static final String HANGING = "v[attribute, n, bean, h]";

  private final Gate gate = new Gate();

  private static Bench withTwoFine(Bench bench) {
    return bench.with("a", new OddBean().with("n", 1)).with("z", new OddBean().with("n", 2));
  }

  @Test
  void getterThatHangs_costsItsBean_oneThread_andOneLine() throws Exception {
    try (Bench bench = withTwoFine(new Bench()).with("h", new OddBean().getting("n", gate))) {
      for (int i = 0; i < 5; i++) {
        EngineResult result = bench.scrape();
        assertThat(Samples.of(result.families())).isEqualTo(Map.of(FINE, 1.0, FINE_TOO, 2.0));
        assertThat(result.isComplete()).isFalse();
      }
      assertThat(gate.visits()).isEqualTo(1);
      assertThat(bench.messages())
          .containsExactly(
              "jmx.yml: t:type=h does not answer and is left out for 60 s; exclude it, or see what it waits for with jstack");
      gate.open();
      await().until(() -> gate.within() == 0);
      assertThat(bench.samples()).as("rests still").hasSize(2);
      assertThat(gate.visits()).isEqualTo(1);
    }
  }

  @Test
  void beanThatAnswersAgain_isReadAgain_afterItsRest() throws Exception {
    try (Bench bench = withTwoFine(new Bench(0)).with("h", new OddBean().getting("n", gate))) {
      assertThat(bench.samples()).doesNotContainKey(HANGING);
      assertThat(bench.samples()).doesNotContainKey(HANGING);
      assertThat(gate.visits()).isEqualTo(1);
      gate.open();
      // The thread that hung has come back when the bean is asked again.
      await().until(() -> bench.samples().containsKey(HANGING));
      EngineResult result = bench.scrape();
      assertThat(result.isComplete()).isTrue();
      assertThat(gate.visits()).isGreaterThan(1);
    }
  }

  @Test
  void severalHangAtOnce_andEachIsNamed() throws Exception {
    Gate other = new Gate();
    try (Bench bench =
        withTwoFine(new Bench())
            .with("h", new OddBean().getting("n", gate))
            .with("i", new OddBean().getting("n", other))) {
      for (int i = 0; i < 3; i++) {
        assertThat(bench.samples()).isEqualTo(Map.of(FINE, 1.0, FINE_TOO, 2.0));
      }
      assertThat(gate.visits() + other.visits()).isEqualTo(2);
      assertThat(bench.messages())
          .hasSize(2)
          .anySatisfy(line -> assertThat(line).contains("t:type=h"))
          .anySatisfy(line -> assertThat(line).contains("t:type=i"));
    }
  }

  @Test
  void moreHangThanThereIsTimeFor_nextScrapesFindTheRest() throws Exception {
    Gate[] gates = {new Gate(), new Gate(), new Gate(), new Gate(), new Gate(), new Gate()};
    try (Bench bench = withTwoFine(new Bench())) {
      for (int i = 0; i < gates.length; i++) {
        bench.with("h" + i, new OddBean().getting("n", gates[i]));
      }
      await().until(() -> bench.samples().size() == 2);
      assertThat(bench.samples()).isEqualTo(Map.of(FINE, 1.0, FINE_TOO, 2.0));
      assertThat(gates).allMatch(each -> each.visits() == 1);
    }
  }

  @Test
  void infoThatHangs_costsItsBean() throws Exception {
    OddBean bean = new OddBean().with("n", 3);
    try (Bench bench = withTwoFine(new Bench()).with("h", bean)) {
      bean.informing(
          info -> {
            gate.get();
            return info;
          });
      assertThat(bench.samples()).isEqualTo(Map.of(FINE, 1.0, FINE_TOO, 2.0));
      assertThat(bench.messages()).singleElement().asString().contains("t:type=h does not answer");
    }
  }

  @Test
  void numberThatHangs_costsItsBean() throws Exception {
    Number number = new StrangeNumber(() -> (Integer) gate.get());
    try (Bench bench = withTwoFine(new Bench()).with("h", new OddBean().with("n", number))) {
      assertThat(bench.samples()).isEqualTo(Map.of(FINE, 1.0, FINE_TOO, 2.0));
      assertThat(bench.messages()).singleElement().asString().contains("t:type=h does not answer");
    }
  }

  @Test
  void queryThatHangs_costsOneThread_untilItAnswers() throws Exception {
    try (Bench bench = withTwoFine(new Bench())) {
      bench.use(server(bench.beans(), gate::get));
      for (int i = 0; i < 3; i++) {
        assertThatThrownBy(bench::scrape).isInstanceOf(TimeoutException.class);
      }
      assertThat(gate.visits()).isEqualTo(1);
      gate.open();
      await().until(() -> gate.within() == 0);
      await().ignoreExceptions().until(() -> bench.samples().size() == 2);
    }
  }

  /** A server that is not the JDK's, with something to do before it looks for beans. */
  private static MBeanServer server(MBeanServer behind, Runnable before) {
    return (MBeanServer)
        Proxy.newProxyInstance(
            HangingBeansTest.class.getClassLoader(),
            new Class<?>[] {MBeanServer.class},
            (proxy, method, arguments) -> {
              if (method.getName().equals("queryMBeans")) {
                before.run();
              }
              try {
                return method.invoke(behind, arguments);
              } catch (InvocationTargetException e) {
                throw e.getCause();
              }
            });
  }
}
