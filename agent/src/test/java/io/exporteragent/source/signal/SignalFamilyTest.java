package io.exporteragent.source.signal;

import static org.assertj.core.api.Assertions.assertThat;

import io.exporteragent.model.Distribution;
import io.exporteragent.model.Exemplar;
import io.exporteragent.model.Family;
import io.exporteragent.model.PointVisitor;
import io.exporteragent.source.signal.boot.ExporterAgentRequests1;
import io.exporteragent.source.signal.boot.ExporterAgentSeries1;
import io.exporteragent.source.signal.boot.ExporterAgentSignals1;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

/** What is made of tables that are filled as woven code fills them. */
class SignalFamilyTest {
  private final SignalTables tables = new SignalTables();

  @Test
  void requestsWhoseRouteIsTheSame_areOnePoint() throws Exception {
    tables.open(ExporterAgentSeries1.class, ExporterAgentRequests1.class);
    int id = tables.of(SignalFamily.HTTP_SERVER, "");
    request(id, "/cart", "/shop");
    request(id, "/shop/cart", "");
    for (int i = 0; i < ExporterAgentSeries1.MAX_TEXTS; i++) {
      request(id, "/" + i, "/shop");
    }
    request(id, "/one", "/shop");
    request(id, "/two", "/store");

    Map<String, Long> counts = counts(SignalFamily.HTTP_SERVER.of(tables.all()));
    assertThat(counts).hasSize(ExporterAgentSeries1.MAX_TEXTS);
    assertThat(counts)
        .containsEntry(series("/shop/cart"), 2L)
        .containsEntry(series(ExporterAgentSeries1.OTHER), 4L);
    tables.clear();
  }

  private static void request(int id, String route, String context) {
    Object request = new Object();
    ExporterAgentSignals1.begin(request);
    ExporterAgentSignals1.route(request, route, null, context);
    ExporterAgentSignals1.request(id, "GET", 200, request, ExporterAgentSignals1.NANOS_TAKEN, 5);
  }

  private static String series(String route) {
    return "[http_request_method, GET, http_route, " + route + ", http_response_status_code, 200]";
  }

  private static Map<String, Long> counts(Family family) {
    return counts(family, Arrays::toString);
  }

  /** Returns how many there are in each distribution, by a text of its labels. */
  static Map<String, Long> counts(Family family, Function<String[], String> text) {
    Map<String, Long> counts = new TreeMap<>();
    family.forEach(
        new PointVisitor() {
          @Override
          public void scalar(
              String[] labels, double value, long createdTimestampMillis, Exemplar exemplar) {
            throw new IllegalStateException("a histogram has none");
          }

          @Override
          public void distribution(String[] labels, Distribution point) {
            long[] buckets = ((Distribution.Histogram) point).counts();
            assertThat(counts.put(text.apply(labels), Arrays.stream(buckets).sum())).isNull();
          }
        });
    return counts;
  }
}
