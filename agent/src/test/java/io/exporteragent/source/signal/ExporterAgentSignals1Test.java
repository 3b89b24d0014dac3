package io.exporteragent.source.signal;

import static io.exporteragent.source.signal.boot.ExporterAgentSeries1.CELLS;
import static io.exporteragent.source.signal.boot.ExporterAgentSeries1.FIRST;
import static io.exporteragent.source.signal.boot.ExporterAgentSeries1.LOST;
import static io.exporteragent.source.signal.boot.ExporterAgentSeries1.NUMBER;
import static io.exporteragent.source.signal.boot.ExporterAgentSeries1.SECOND;
import static io.exporteragent.source.signal.boot.ExporterAgentSeries1.THIRD;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.exporteragent.source.signal.boot.ExporterAgentRequests1;
import io.exporteragent.source.signal.boot.ExporterAgentSeries1;
import io.exporteragent.source.signal.boot.ExporterAgentSignals1;
import java.lang.management.ManagementFactory;
import java.lang.ref.WeakReference;
import java.nio.file.Paths;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicLongArray;
import org.junit.jupiter.api.Test;

/** What woven code calls, without being woven. */
class ExporterAgentSignals1Test {
  private static final long[] BOUNDS = {1_000_000, 1_000_000_000};

  private final int id = ExporterAgentSeries1.add(2, BOUNDS, ExporterAgentSeries1.MAX_TEXTS);

  @Test
  void requests_areCountedByMethodStatusRouteAndContext() {
    request("GET", 200, null, "/cart", "/shop");
    request("GET", 200, null, "/cart", "/shop");
    request("GET", 200, Paths.get("/orders/{id}"), "/*", "/");
    request("BREW", 99, null, "/", "/shop");
    request(null, 404, null, null, null);
    request(null, 200, null, null, null);

    assertThat(counts())
        .isEqualTo(
            Map.of(
                "GET 200 /shop/cart", 2L,
                "GET 200 /orders/{id}", 1L,
                "_OTHER 0 ", 2L,
                "_OTHER 404 ", 1L));
  }

  private void request(String method, int status, Object route, String mapping, String context) {
    Object request = new Object();
    ExporterAgentSignals1.begin(request);
    ExporterAgentSignals1.route(request, route, mapping, context);
    ExporterAgentSignals1.request(
        id, method, status, request, ExporterAgentSignals1.NANOS_TAKEN, 5);
  }

  @Test
  void tooManyRoutes_becomeOne_andNoneIsLost() {
    for (int i = 0; i < 10_000; i++) {
      request("GET", 200, "/random/" + i, null, "");
    }

    Map<String, Long> counts = counts();
    assertThat(counts).hasSize(ExporterAgentSeries1.MAX_TEXTS + 1);
    assertThat(counts.values().stream().mapToLong(count -> count).sum()).isEqualTo(10_000);
    assertThat(counts).containsEntry("GET 200 other", 10_000L - ExporterAgentSeries1.MAX_TEXTS);
  }

  @Test
  void tooManySeries_areCountedAsLost() {
    for (int status = 100; status < 600; status++) {
      for (String method : List.of("GET", "PUT", "POST")) {
        request(method, status, null, null, null);
      }
    }

    assertThat(counts()).hasSize(ExporterAgentSeries1.MAX_ROWS);
    assertThat(((AtomicLong) ExporterAgentSeries1.table(id)[LOST]).get())
        .isEqualTo(3 * 500 - ExporterAgentSeries1.MAX_ROWS);
  }

  @Test
  void routeOfTheRequest_isTheFirst_andAMappingOnlyWithoutOne() {
    Object request = new Object();
    ExporterAgentSignals1.begin(request);
    ExporterAgentSignals1.route(request, null, "/*", "/shop");
    ExporterAgentSignals1.route(request, "/orders/{id}", "/oops", "/other");
    ExporterAgentSignals1.route(request, "/error", null, null);
    finish(request);
    finish(request);
    ExporterAgentSignals1.begin(request);
    ExporterAgentSignals1.route(request, null, "/mapping", null);
    ExporterAgentSignals1.route(request, null, "/oops", null);
    finish(request);
    ExporterAgentSignals1.route(request, "/late", null, null);
    finish(request);

    assertThat(counts())
        .isEqualTo(Map.of("GET 500 /shop/orders/{id}", 1L, "GET 500 ", 2L, "GET 500 /mapping", 1L));
  }

  private void finish(Object request) {
    ExporterAgentSignals1.request(id, "GET", 500, request, ExporterAgentSignals1.NANOS_TAKEN, 5);
  }

  @Test
  void routeWithoutRequest_isThatOfTheRequestInHand() {
    Object outer = new Object();
    Object inner = new Object();
    long none = ExporterAgentSignals1.begin(outer);
    long before = ExporterAgentSignals1.begin(inner);
    ExporterAgentSignals1.route(null, "/inner", null, null);
    ExporterAgentSignals1.handled(before);
    ExporterAgentSignals1.route(null, "/outer", null, null);
    ExporterAgentSignals1.handled(none);
    ExporterAgentSignals1.route(null, "/nobody", null, null);
    finish(inner);
    long again = ExporterAgentSignals1.handle(outer);
    ExporterAgentSignals1.route(null, "/second", null, null);
    ExporterAgentSignals1.handled(again);
    finish(outer);

    assertThat(counts()).isEqualTo(Map.of("GET 500 /inner", 1L, "GET 500 /outer", 1L));
  }

  @Test
  void requestTimedFromItsBeginning_isCountedOnceAndOnlyIfThatWasSeen() {
    Object request = new Object();
    endTimed(request);
    ExporterAgentSignals1.begin(request);
    ExporterAgentSignals1.begin(request);
    endTimed(request);
    endTimed(request);

    assertThat(counts()).isEqualTo(Map.of("GET 200 ", 1L));
  }

  private void endTimed(Object request) {
    ExporterAgentSignals1.request(id, "GET", 200, request, ExporterAgentSignals1.SINCE_BEGIN, 0);
  }

  @Test
  void requestsInFlight_areToldUntilTheyEnd_howeverMany() {
    ExporterAgentRequests1.forget();
    List<Object> requests = new ArrayList<>();
    for (int i = 0; i < 10_000; i++) {
      requests.add(new Object());
    }
    requests.forEach(ExporterAgentSignals1::begin);
    assertThat(ExporterAgentRequests1.active()).isEqualTo(10_000);
    requests.forEach(each -> ExporterAgentSignals1.route(each, "/cart", null, null));
    requests.forEach(this::endTimed);

    assertThat(ExporterAgentRequests1.active()).isZero();
    assertThat(counts()).isEqualTo(Map.of("GET 200 /cart", 10_000L));
  }

  @Test
  void requestsBeyondAllPlaces_areCountedWithoutRoute() {
    ExporterAgentRequests1.forget();
    List<Object> requests = new ArrayList<>();
    for (int i = 0; i < 50_000; i++) {
      requests.add(new Object());
    }
    requests.forEach(ExporterAgentSignals1::begin);
    assertThat(ExporterAgentRequests1.active()).isBetween(15_000, 1024 + 4096 + 16_384);
    requests.forEach(this::finish);

    assertThat(ExporterAgentRequests1.active()).isZero();
    assertThat(counts()).isEqualTo(Map.of("GET 500 ", 50_000L));
  }

  @Test
  void onlyPatternOfAServlet_isRememberedWithoutKeepingIt() {
    List<WeakReference<Object>> gone = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      Object servlet = new Object();
      assertThat(ExporterAgentSignals1.pattern(servlet)).isNull();
      assertThat(ExporterAgentSignals1.pattern(servlet, new String[] {"/" + i})).isEqualTo("/" + i);
      assertThat(ExporterAgentSignals1.pattern(servlet)).isEqualTo("/" + i);
      gone.add(new WeakReference<>(servlet));
    }
    Object several = new Object();
    assertThat(ExporterAgentSignals1.pattern(several, List.of("/a", "/b"))).isEmpty();
    assertThat(ExporterAgentSignals1.pattern(several)).isEmpty();

    await()
        .until(
            () -> {
              System.gc();
              return gone.stream().allMatch(each -> each.get() == null);
            });
  }

  @Test
  void eventsOfKnownSeries_allocateNothing() {
    com.sun.management.ThreadMXBean threads =
        (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
    Object request = new Object();
    Object servlet = new Object();
    everything(request, servlet);
    long before = threads.getCurrentThreadAllocatedBytes();
    for (int i = 0; i < 1000; i++) {
      everything(request, servlet);
    }

    assertThat(threads.getCurrentThreadAllocatedBytes() - before).isLessThan(1000);
  }

  private void everything(Object request, Object servlet) {
    long before = ExporterAgentSignals1.begin(request);
    String pattern = ExporterAgentSignals1.pattern(servlet);
    if (pattern == null) {
      pattern = ExporterAgentSignals1.pattern(servlet, new String[] {"/cart"});
    }
    ExporterAgentSignals1.route(request, null, pattern, "/shop");
    long[] operation = ExporterAgentSignals1.enterOperation();
    ExporterAgentSignals1.leaveOperation(id, operation, "query", null);
    ExporterAgentSignals1.count(id, "INFO");
    ExporterAgentSignals1.handled(before);
    finish(request);
  }

  @Test
  void routeThatThrows_reachesNobody() {
    Object hostile =
        new Object() {
          @Override
          public String toString() {
            throw new IllegalStateException("hostile");
          }
        };
    request("GET", 200, hostile, null, null);

    assertThat(counts()).isEqualTo(Map.of("GET 200 ", 1L));
  }

  @Test
  void operationWithinAnother_isNotCounted() {
    long[] outer = ExporterAgentSignals1.enterOperation();
    long[] inner = ExporterAgentSignals1.enterOperation();
    ExporterAgentSignals1.leaveOperation(id, inner, "inner", null);
    ExporterAgentSignals1.leaveOperation(id, outer, "query", new IllegalStateException());
    ExporterAgentSignals1.leaveOperation(id, null, "never begun", null);
    long[] next = ExporterAgentSignals1.enterOperation();
    ExporterAgentSignals1.leaveOperation(id, next, "query", null);

    assertThat(counts())
        .isEqualTo(Map.of("query 0 ", 1L, "query 0 java.lang.IllegalStateException", 1L));
  }

  @Test
  void removedTable_takesNothing() {
    ExporterAgentSeries1.remove(id);
    request("GET", 200, null, null, null);
    ExporterAgentSignals1.count(id, "INFO");

    assertThat(ExporterAgentSeries1.table(id)).isNull();
  }

  @Test
  void manyThreads_loseNoEvent() throws InterruptedException {
    int threads = 8;
    int events = 5_000;
    List<Thread> all = new ArrayList<>();
    for (int i = 0; i < threads; i++) {
      Thread thread =
          new Thread(
              () -> {
                for (int event = 0; event < events; event++) {
                  request("GET", 200 + event % 300, null, "/" + event % 90, null);
                }
              });
      all.add(thread);
      thread.start();
    }
    for (Thread thread : all) {
      thread.join();
    }

    assertThat(counts().values().stream().mapToLong(count -> count).sum())
        .isEqualTo((long) threads * events);
  }

  /** The events of each series: second text, number, third and first text. */
  private Map<String, Long> counts() {
    Object[] table = ExporterAgentSeries1.table(id);
    AtomicLongArray[] cells = (AtomicLongArray[]) table[CELLS];
    Map<String, Long> counts = new TreeMap<>();
    Set<AtomicLongArray> different = new HashSet<>();
    for (int i = 0; i < cells.length; i++) {
      if (cells[i] != null) {
        assertThat(different.add(cells[i])).isTrue();
        String series =
            "%s %d %s%s"
                .formatted(
                    ((String[]) table[SECOND])[i],
                    ((int[]) table[NUMBER])[i],
                    ((String[]) table[THIRD])[i],
                    ((String[]) table[FIRST])[i]);
        counts.put(series, events(cells[i]));
      }
    }
    return counts;
  }

  private static long events(AtomicLongArray cells) {
    long events = 0;
    for (int stripe = 0; stripe < cells.length(); stripe += ExporterAgentSeries1.STRIDE) {
      for (int bucket = 0; bucket <= BOUNDS.length; bucket++) {
        events += cells.get(stripe + ExporterAgentSeries1.BUCKETS + bucket);
      }
    }
    return events;
  }
}
