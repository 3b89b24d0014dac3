package io.exporteragent.source.jvm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.jayway.jsonpath.JsonPath;
import io.exporteragent.gather.NoPage;
import io.exporteragent.gather.Samples;
import io.exporteragent.gather.Scrape;
import io.exporteragent.gather.SourcePage;
import io.exporteragent.guest.Guest;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import net.bytebuddy.agent.ByteBuddyAgent;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** The pages about the JVM of this test. */
class DiagnosticsTest {
  private static final String HISTOGRAM =
      """

       num     #instances         #bytes  class name (module)
      -------------------------------------------------------
         1:          2345         123456  [B (java.base@17.0.15)
         2:            10           4000  com.shop.Order
         3:             1             16  com.shop.A$$Lambda/0x00007f<b>
      Total          2356         127472
      """;

  private final Diagnostics diagnostics =
      new Diagnostics(new Guest(ByteBuddyAgent.install(), line -> {}));

  @Test
  void histogram_isReadAsTheJvmWritesIt() {
    ClassHistogram.Counts counts = ClassHistogram.read(HISTOGRAM);
    assertThat(counts.html())
        .contains("3 classes have 2356 objects of 127472 bytes.")
        .contains("<td>123456</td><td>2345</td><td>[B</td><td>java.base@17.0.15</td>")
        .contains("<td>4000</td><td>10</td><td>com.shop.Order</td><td></td>")
        .contains("com.shop.A$$Lambda/0x00007f&lt;b&gt;</td>");
    Map<String, @Nullable Object> json = new LinkedHashMap<>();
    counts.addTo(json);
    assertThat(json).containsEntry("instances", 2356L).containsEntry("bytes", 127472L);
  }

  @Test
  void classes_beyondTheLargestAreCountedOnly() {
    StringBuilder said = new StringBuilder();
    for (int i = 1; i <= 1001; i++) {
      said.append("%4d: %14d %14d  com.shop.Class%d\n".formatted(i, 1, 2000 - i, i));
    }
    assertThat(ClassHistogram.read(said.append("Total 1001 7777\n").toString()).html())
        .contains("1001 classes have 1001 objects of 7777 bytes; the largest 1000 are shown.")
        .contains("com.shop.Class1000<")
        .doesNotContain("com.shop.Class1001<");
  }

  @Test
  void classes_areThoseOfTheHeap() {
    Object[] held = new Object[1000];
    for (int i = 0; i < held.length; i++) {
      held[i] = new Held();
    }
    String json = diagnostics.classes().json();
    List<Integer> instances =
        JsonPath.read(json, "$.largest[?(@.class == '" + Held.class.getName() + "')].instances");
    assertThat(instances).containsExactly(held.length);
    assertThat(JsonPath.<Number>read(json, "$.stoppedSeconds").doubleValue()).isPositive();
    assertThat(diagnostics.classes().html())
        .contains(JsonPath.<String>read(json, "$.madeAt"))
        .contains("of which the JVM stood still for");
  }

  /** Large enough to be among the largest. */
  @SuppressWarnings("unused") // for its size
  private static final class Held {
    private long a;
    private long b;
    private long c;
    private long d;
    private long e;
    private long f;
    private long g;
    private long h;
    private long i;
    private long j;
    private long k;
    private long l;
    private long m;
    private long n;
    private long o;
    private long p;
  }

  @Test
  void threads_areShownWithWhatTheyHoldAndWaitFor() throws InterruptedException {
    Object lock = new Object();
    CountDownLatch isHeld = new CountDownLatch(1);
    CountDownLatch end = new CountDownLatch(1);
    Thread holder =
        new Thread(
            () -> {
              synchronized (lock) {
                isHeld.countDown();
                try {
                  end.await();
                } catch (InterruptedException e) {
                  Thread.currentThread().interrupt();
                }
              }
            },
            "<b>holder</b>");
    holder.start();
    isHeld.await();
    Thread waiter =
        new Thread(
            () -> {
              synchronized (lock) {
                end.countDown();
              }
            },
            "waiter \"x\"");
    waiter.start();
    while (waiter.getState() != Thread.State.BLOCKED) {
      Thread.onSpinWait();
    }
    String html = diagnostics.threads().html();
    String json = diagnostics.threads().json();
    end.countDown();
    holder.join();
    waiter.join();

    assertThat(html)
        .contains("\"&lt;b&gt;holder&lt;/b&gt;\" id=")
        .doesNotContain("<b>")
        .contains("- holds java.lang.Object@")
        .contains("held by \"&lt;b&gt;holder&lt;/b&gt;\" id=" + holder.getId());
    List<Map<String, Object>> waiting =
        JsonPath.read(json, "$.threads[?(@.id == " + waiter.getId() + ")]");
    assertThat(waiting)
        .singleElement()
        .satisfies(
            thread ->
                assertThat(thread)
                    .containsEntry("name", "waiter \"x\"")
                    .containsEntry("state", "BLOCKED")
                    .containsEntry("heldBy", "<b>holder</b>"));
    assertThat(JsonPath.<List<Integer>>read(json, "$.deadlocked")).isEmpty();
  }

  @Test
  void scrape_stopsNothing() {
    assertThat(Samples.of(diagnostics.collect(Scrape.ofEverything(Long.MAX_VALUE)))).isEmpty();
  }

  @Test
  void switchedOff_thePagesSayHowToSwitchThemOn() {
    for (SourcePage page : new DiagnosticsSection().pages(() -> null)) {
      assertThatThrownBy(() -> page.html().get())
          .isInstanceOfSatisfying(
              NoPage.class,
              reason -> assertThat(reason.line()).contains("collectors: {diagnostics: true}"));
    }
  }
}
