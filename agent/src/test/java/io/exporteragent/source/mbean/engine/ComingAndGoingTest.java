package io.exporteragent.source.mbean.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.exporteragent.gather.Samples;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

/** Beans that come and go, between scrapes and during them. */
class ComingAndGoingTest {

  /** A Standard MBean. */
  public interface NarrowMBean {
    /** Returns a number. */
    int getNarrow();
  }

  /** Another, with an attribute of the same name in another place. */
  public interface WideMBean {
    /** Returns a number. */
    long getAdded();

    /** Returns text where the other has a number. */
    String getNarrow();

    /** Returns a number. */
    long getWide();
  }

  private record Narrow() implements NarrowMBean {
    @Override
    public int getNarrow() {
      return 1;
    }
  }

  private record Wide() implements WideMBean {
    @Override
    public long getAdded() {
      return 2;
    }

    @Override
    public String getNarrow() {
      return "text";
    }

    @Override
    public long getWide() {
      return 3;
    }
  }

  @Test
  void beanOfAnotherClassUnderTheSameName_isReadAsWhatItIs() throws Exception {
    try (Bench bench = new Bench()) {
      for (int i = 0; i < 3; i++) {
        bench.with("m", new Narrow());
        assertThat(bench.samples()).isEqualTo(Map.of("v[attribute, Narrow, bean, m]", 1.0));
        bench.without("m").with("m", new Wide());
        assertThat(bench.samples())
            .isEqualTo(
                Map.of("v[attribute, Added, bean, m]", 2.0, "v[attribute, Wide, bean, m]", 3.0));
        bench.without("m").with("m", new OddBean().with("odd", 4));
        assertThat(bench.samples()).isEqualTo(Map.of("v[attribute, odd, bean, m]", 4.0));
        bench.without("m");
        assertThat(bench.samples()).isEmpty();
      }
      assertThat(bench.messages()).isEmpty();
    }
  }

  @Test
  void thousandsThatComeAndGoDuringScrapes_neverDisturbThoseThatStay() throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(4);
    AtomicBoolean done = new AtomicBoolean();
    try (Bench bench = new Bench().with("stays", new OddBean().with("n", 1))) {
      List<Future<Integer>> churning = new ArrayList<>();
      for (int i = 0; i < 4; i++) {
        int thread = i;
        churning.add(threads.submit(() -> churn(bench, thread, done)));
      }
      for (int i = 0; i < 50; i++) {
        EngineResult result = bench.scrape();
        assertThat(result.isComplete()).isTrue();
        assertThat(result.failures()).isZero();
        assertThat(Samples.of(result.families()))
            .containsEntry("v[attribute, n, bean, stays]", 1.0);
      }
      done.set(true);
      for (Future<Integer> each : churning) {
        assertThat(each.get(60, TimeUnit.SECONDS)).isPositive();
      }
      assertThat(bench.samples()).hasSize(1);
      assertThat(bench.messages()).isEmpty();
    } finally {
      done.set(true);
      threads.shutdownNow();
    }
  }

  private static int churn(Bench bench, int thread, AtomicBoolean done) throws Exception {
    int rounds = 0;
    while (!done.get() || rounds == 0) {
      for (int i = 0; i < 500; i++) {
        bench.with(thread + "-" + i, (i + rounds) % 2 == 0 ? new Narrow() : new Wide());
      }
      for (int i = 0; i < 500; i++) {
        bench.without(thread + "-" + i);
      }
      rounds++;
    }
    return rounds;
  }
}
