package io.exporteragent.it;

import static java.util.concurrent.TimeUnit.MINUTES;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.exporteragent.testing.Page;
import java.net.URI;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What is counted of the requests of a {@link WebApplication}, by method, status and route. */
final class RequestCounts {
  private static final String FAMILY = "http_server_request_duration_seconds";

  private RequestCounts() {}

  /** Asks until that is counted with its route. */
  static void awaitMeasured(WebApplication web, URI agent) {
    await()
        .atMost(2, MINUTES)
        .until(
            () -> {
              web.tryOut();
              return all(agent).containsKey(WebApplication.TRIAL + " 200 /web/exact");
            });
  }

  /** Fails unless what was asked for and answered becomes what is counted, trials apart. */
  static void assertCounted(WebApplication web, URI agent) {
    Map<String, Integer> expected = new TreeMap<>();
    web.answers()
        .forEach(
            (answer, times) -> {
              if (!answer.startsWith(WebApplication.TRIAL)) {
                expected.merge(answer.replace("BREW", "_OTHER"), times, Integer::sum);
              }
            });
    await()
        .atMost(2, MINUTES)
        .untilAsserted(() -> assertThat(of(agent)).containsExactlyEntriesOf(expected));
  }

  /** Returns what is counted, without trials. */
  static Map<String, Integer> of(URI agent) {
    Map<String, Integer> counts = all(agent);
    counts.keySet().removeIf(series -> series.startsWith(WebApplication.TRIAL));
    return counts;
  }

  private static Map<String, Integer> all(URI agent) {
    Map<String, Integer> counts = new TreeMap<>();
    Exposition.of(Page.metrics(agent))
        .counts(FAMILY)
        .forEach(
            (series, value) -> {
              String answer = methodAndStatus(series) + " " + label(series, "http_route");
              counts.merge(answer, value.intValue(), Integer::sum);
            });
    return counts;
  }

  /** Returns what two labels say. */
  static String methodAndStatus(String series) {
    return label(series, "http_request_method") + " " + label(series, "http_response_status_code");
  }

  private static String label(String series, String name) {
    Matcher label = Pattern.compile(name + "=\"([^\"]*)\"").matcher(series);
    return label.find() ? label.group(1) : "";
  }
}
