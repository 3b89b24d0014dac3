package io.exporteragent.source.signal;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.exporteragent.source.signal.boot.ExporterAgentRequests1;
import io.exporteragent.source.signal.boot.ExporterAgentSeries1;
import io.exporteragent.source.signal.boot.ExporterAgentSignals1;
import java.lang.management.ManagementFactory;
import java.net.ConnectException;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Calls of HTTP clients, as woven code tells of them. */
class ClientCallsTest {
  private final SignalTables tables = new SignalTables();
  private int id;

  @BeforeEach
  void open() throws Exception {
    tables.open(ExporterAgentSeries1.class, ExporterAgentRequests1.class);
    id = tables.of(SignalFamily.HTTP_CLIENT, "");
  }

  @AfterEach
  void clear() {
    tables.clear();
  }

  @Test
  void calls_areCountedByWhomTheyReachAndWhatBecomesOfThem() {
    call("GET", "shop", 8080, null, 200, null);
    call("GET", "shop", 8080, "http", 200, null);
    call("GET", "shop", -1, "http", 302, null);
    call("GET", "shop", -1, "HTTPS", 404, null);
    call("GET", "shop", 0, "spdy", 503, null);
    call("BREW", "shop", 65_535, null, 0, new ConnectException());
    call(null, null, 0, null, 0, null);

    assertThat(counts())
        .isEqualTo(
            Map.of(
                "http_request_method=GET server_address=shop server_port=8080 http_response_status_code=200",
                2L,
                "http_request_method=GET server_address=shop server_port=80 http_response_status_code=302",
                1L,
                "http_request_method=GET server_address=shop server_port=443 http_response_status_code=404 error_type=404",
                1L,
                "http_request_method=GET server_address=shop http_response_status_code=503 error_type=503",
                1L,
                "http_request_method=_OTHER server_address=shop server_port=65535 error_type=java.net.ConnectException",
                1L,
                "http_request_method=_OTHER",
                1L));
  }

  @Test
  void manyAddresses_becomeOne_andNoneIsLost() {
    for (int i = 0; i < 200; i++) {
      call("GET", "host" + i, 1 + i, null, 200, null);
    }

    assertThat(counts())
        .hasSize(51)
        .containsEntry(
            "http_request_method=GET server_address=other http_response_status_code=200", 150L);
  }

  private final int operations =
      ExporterAgentSeries1.add(1, new long[0], ExporterAgentSeries1.MAX_TEXTS);

  @Test
  void callWithinAnother_isNotCounted_butOperationsOfADatabaseAre() {
    long[] call = ExporterAgentSignals1.enterCall();
    assertThat(call).isNotNull();
    assertThat(ExporterAgentSignals1.enterCall()).isNull();
    long[] operation = ExporterAgentSignals1.enterOperation();
    leave(call, "GET", "outer", 80, null, 200, null);
    long[] next = ExporterAgentSignals1.enterCall();
    assertThat(next).isNotNull();
    ExporterAgentSignals1.leaveOperation(operations, operation, "query", null);
    leave(next, "GET", "next", 80, null, 200, null);

    Object[] table = ExporterAgentSeries1.table(operations);
    assertThat((String[]) table[ExporterAgentSeries1.SECOND]).containsOnlyOnce("query");
    assertThat(counts().keySet())
        .allMatch(labels -> labels.contains("outer") || labels.contains("next"))
        .hasSize(2);
  }

  @Test
  void callOfASeriesThatIsThere_allocatesNothing() {
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long thread = Thread.currentThread().getId();
    ConnectException refused = new ConnectException();
    long least = Long.MAX_VALUE;
    for (int round = 0; round < 10; round++) {
      long before = threads.getThreadAllocatedBytes(thread);
      for (int i = 0; i < 1000; i++) {
        call("GET", "shop", 8080, null, 200, null);
        call("GET", "shop", 8080, null, 0, refused);
      }
      least = Math.min(least, threads.getThreadAllocatedBytes(thread) - before);
    }

    assertThat(least).as("bytes of 2000 calls").isLessThan(2000);
  }

  private void call(
      String method, String address, int port, String scheme, int status, Throwable thrown) {
    leave(ExporterAgentSignals1.enterCall(), method, address, port, scheme, status, thrown);
  }

  /** Does what woven code does where a method ends. */
  private void leave(
      long[] slot,
      String method,
      String address,
      int port,
      String scheme,
      int status,
      Throwable thrown) {
    slot[ExporterAgentSignals1.CALLING] = 0;
    ExporterAgentSignals1.leaveCall(id, slot, method, address, port, scheme, status, thrown);
  }

  private Map<String, Long> counts() {
    return SignalFamilyTest.counts(
        SignalFamily.HTTP_CLIENT.of(tables.all()), ClientCallsTest::text);
  }

  private static String text(String[] labels) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < labels.length; i += 2) {
      text.append(i == 0 ? "" : " ").append(labels[i]).append('=').append(labels[i + 1]);
    }
    return text.toString();
  }
}
