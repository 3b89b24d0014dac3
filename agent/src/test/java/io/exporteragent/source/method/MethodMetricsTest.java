package io.exporteragent.source.method;

import static io.exporteragent.source.method.MeasuredMethods.rule;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.assertj.core.api.Assertions.within;
import static org.awaitility.Awaitility.await;

import io.exporteragent.source.method.MeasuredMethods.Histogram;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What rules measure. */
class MethodMetricsTest {
  private static final String SHOP = Shop.class.getName();
  private static final long MINUTE = 60_000_000_000L;

  private final AtomicLong nanoClock = new AtomicLong();
  private MeasuredMethods measured = MeasuredMethods.by();

  @AfterEach
  void restore() {
    measured.close();
  }

  @Test
  void counter_countsEveryCall_ofEveryKindOfMethod() {
    measure(
        10,
        rule(
            SHOP + "#*",
            to -> to.counter("calls_total").labels(Map.of("method", "{class}.{method}"))));
    Shop shop = new Shop();
    assertThat(shop.orders("tea") + shop.orders("tea")).isEqualTo(8);
    assertThat(shop.audit(1, 2, 3)).isEqualTo(6);
    assertThat(Shop.open()).isEqualTo("open");

    assertThat(measured.values())
        .containsEntry("calls Shop.orders", 2.0)
        .containsEntry("calls Shop.check", 2.0)
        .containsEntry("calls Shop.audit", 1.0)
        .containsEntry("calls Shop.open", 1.0)
        .containsEntry("calls Shop.factorial", 0.0);
  }

  @Test
  void recursion_everyCallCounts() {
    measure(1, counter("#factorial(..)"));

    assertThat(new Shop().factorial(5)).isEqualTo(120);
    assertThat(measured.values()).containsEntry("calls", 6.0);
  }

  @Test
  void exception_passesUnchanged_withTheSameStackTrace() {
    StackTraceElement[] before = catchThrowable(() -> new Shop().refuse()).getStackTrace();
    measure(
        1,
        rule(
            SHOP + "#refuse",
            to ->
                to.counter("calls_total")
                    .histogram("call_seconds")
                    .errors("errors_total")
                    .inFlight("in_flight")));
    Throwable after = catchThrowable(() -> new Shop().refuse());

    assertThat(Arrays.copyOf(after.getStackTrace(), 2)).isEqualTo(Arrays.copyOf(before, 2));
    assertThat(after.getSuppressed()).isEmpty();
    assertThat(measured.values())
        .containsEntry("calls", 1.0)
        .containsEntry("errors Refusal", 1.0)
        .containsEntry("in_flight", 0.0);
  }

  @Test
  void errors_afterTwentyClasses_furtherOnesCountTogether() throws Exception {
    measure(1, rule(SHOP + "#rethrow(..)", to -> to.errors("errors_total")));
    for (int i = 0; i < 30; i++) {
      Throwable thrown = Loaders.newException("com.shop.Failure" + i);
      for (int n = 0; n < 2; n++) {
        assertThatThrownBy(() -> new Shop().rethrow(thrown)).isSameAs(thrown);
      }
    }

    assertThat(measured.values())
        .containsEntry("errors Failure0", 2.0)
        .containsEntry("errors Failure19", 2.0)
        .containsEntry("errors other", 20.0)
        .doesNotContainKey("errors Failure20");
  }

  @Test
  void constructor_countsObjectsMade() {
    measure(1, rule(SHOP + "#new(..)", to -> to.counter("made_total").histogram("making_seconds")));
    new Shop();
    new Shop();

    assertThat(measured.values()).containsEntry("made", 2.0);
    assertThat(measured.histogram("making_seconds").count()).isEqualTo(2);
  }

  @Test
  void inFlight_countsCallsUnderWay() throws Exception {
    measure(1, rule(SHOP + "#run(..)", to -> to.inFlight("in_flight").histogram("run_seconds")));
    CountDownLatch begun = new CountDownLatch(1);
    CountDownLatch end = new CountDownLatch(1);
    FutureTask<Boolean> call =
        new FutureTask<>(
            () ->
                new Shop()
                    .run(
                        () -> {
                          begun.countDown();
                          end.await();
                          return true;
                        }));
    new Thread(call).start();
    begun.await();
    assertThat(measured.values()).containsEntry("in_flight", 1.0);
    assertThat(measured.histogram("run_seconds").count()).isZero();

    end.countDown();
    assertThat(call.get()).isTrue();
    assertThat(measured.values()).containsEntry("in_flight", 0.0);
    assertThat(measured.histogram("run_seconds").count()).isOne();
  }

  @Test
  void histogramAndAverage_tellTheTimeTaken() throws Exception {
    measure(
        1,
        rule(
            SHOP + "#run(..)",
            to -> to.counter("calls_total").average("mean_seconds").histogram("run_seconds")));
    assertThat(measured.values()).containsEntry("mean_seconds", Double.NaN);
    CountDownLatch never = new CountDownLatch(1);
    for (int i = 0; i < 2; i++) {
      new Shop().run(() -> never.await(30, TimeUnit.MILLISECONDS));
    }

    Histogram histogram = measured.histogram("run_seconds");
    assertThat(histogram.sum()).isGreaterThanOrEqualTo(0.06);
    assertThat(histogram.counts().subList(0, 3)).as("25 ms at most").containsOnly(0L);
    assertThat(histogram.count()).isEqualTo(2);
    assertThat(Arrays.stream(histogram.nativeBuckets().positiveCounts()).sum()).isEqualTo(2);
    assertThat(measured.values().get("mean_seconds")).isCloseTo(histogram.sum() / 2, within(1e-9));
    assertThat(measured.values()).containsEntry("calls", 2.0);
  }

  @Test
  void average_nothingWithinTheWindow_isNaN() {
    measureByOwnClock(rule(SHOP + "#open()", to -> to.average("mean_seconds")));
    await().until(() -> measured.matches(SHOP + "#open()") == 1);
    Shop.open();
    assertThat(measured.values().get("mean_seconds")).isPositive();

    await()
        .until(
            () -> {
              nanoClock.addAndGet(MINUTE);
              return measured.values().get("mean_seconds").isNaN();
            });
  }

  @Test
  void annotation_ofTheMethodOrItsClass_isFound() {
    MethodRule rule =
        rule(
            "@" + Shop.Timed.class.getName() + " io.exporteragent..*#*",
            to -> to.counter("timed_total").labels(Map.of("method", "{class}.{method}")));
    Shop.Till till = new Shop.Till();
    measure(2, rule);
    new Shop().timed();
    till.balance();
    Shop.open();

    assertThat(measured.values())
        .containsEntry("timed Shop.timed", 1.0)
        .containsEntry("timed Shop$Till.balance", 1.0)
        .doesNotContainKey("timed Shop.open");
  }

  @Test
  void noMatch_isSaidAfterAMinute_once() {
    MethodRule rule =
        MeasuredMethods.ruleInFile("{match: 'com.nowhere.Shop#place', counter: calls_total}");
    measureByOwnClock(rule);
    await().until(() -> measured.matches(rule.id()) == 0);
    await().until(() -> nanoClock.addAndGet(1) > 5);
    assertThat(measured.messages).isEmpty();

    nanoClock.addAndGet(MINUTE);
    await().until(() -> !measured.messages.isEmpty());
    nanoClock.addAndGet(MINUTE);
    measured.use(rule, counter("#open"));
    measured.awaitMatches(counter("#open"), 1);
    assertThat(measured.messages)
        .containsExactly(
            "test.yml:1:1 the top level: \"com.nowhere.Shop#place\" matches no method in the classes loaded so far; it is looked for in those that will be");
  }

  @Test
  void changedRules_thoseThatStayKeepTheirCounts_thoseThatGoTakeTheirSeriesAlong() {
    MethodRule orders = counter("#orders(..)");
    MethodRule open = rule(SHOP + "#open()", to -> to.counter("opened_total"));
    measure(1, orders);
    new Shop().orders("tea");

    measured.use(orders, open);
    measured.awaitMatches(open, 1);
    new Shop().orders("tea");
    Shop.open();
    assertThat(measured.values()).containsEntry("calls", 2.0).containsEntry("opened", 1.0);

    measured.use(open);
    await().until(() -> !measured.values().containsKey("calls"));
    Shop.open();
    assertThat(measured.values()).containsEntry("opened", 2.0);
  }

  @Test
  void rulesWithOneNameAndTheSameLabels_addUp() {
    measured.use(counter("#orders(..)"), counter("#check(..)"));
    measured.awaitMatches(counter("#orders(..)"), 1);
    measured.awaitMatches(counter("#check(..)"), 1);
    new Shop().orders("tea");

    assertThat(measured.values()).containsEntry("calls", 2.0);
  }

  private void measure(int methods, MethodRule rule) {
    measured.use(rule);
    measured.awaitMatches(rule, methods);
  }

  private void measureByOwnClock(MethodRule rule) {
    measured.close();
    measured = MeasuredMethods.by(nanoClock::get, rule);
  }

  private static MethodRule counter(String methods) {
    return rule(SHOP + methods, to -> to.counter("calls_total"));
  }
}
