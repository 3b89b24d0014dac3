package io.exporteragent.it;

import static java.util.concurrent.TimeUnit.MINUTES;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a real Prometheus says of the latency of an application is what its client has measured. */
class SignalsPrometheusIT {
  private static final int REQUESTS = 200;
  private static final double QUANTILE = 0.99;

  /** The buckets around the 60 ms that the application takes, and above. */
  private static final double[] BOUNDS = {0.05, 0.075, 0.1, 0.25, 0.5, 0.75, 1, 2.5, 5, 7.5, 10};

  private static final String SERIES =
      "http_server_request_duration_seconds_%s{http_route=\"/web/shop/*\"}";

  @TempDir private Path directory;

  @Test
  void quantileOfPrometheus_isThatOfTheClient() throws IOException {
    try (WebApplication web =
        WebApplication.start(
            "tomcat-11.0", "-javaagent:" + Program.AGENT + "=localhost:0,signals=http")) {
      URI agent = web.program().serving();
      RequestCounts.awaitMeasured(web, agent);
      double[] seconds = new double[REQUESTS];
      for (int i = 0; i < REQUESTS; i++) {
        long start = System.nanoTime();
        web.ask("GET", "/shop/slow", "/shop/*");
        seconds[i] = (System.nanoTime() - start) / 1e9;
      }
      Arrays.sort(seconds);
      double ofClient = seconds[(int) (QUANTILE * REQUESTS)];

      try (PrometheusServer prometheus = PrometheusServer.scraping(agent, directory)) {
        String count = SERIES.formatted("count");
        await()
            .atMost(3, MINUTES)
            .ignoreExceptions()
            .until(() -> prometheus.query("sum(" + count + ")") == REQUESTS);
        double drawn =
            prometheus.query(
                "histogram_quantile(%s, sum by (le) (%s))"
                    .formatted(QUANTILE, SERIES.formatted("bucket")));
        // No request takes the server longer than its client waits; a bucket is as fine as it gets.
        double bound = Arrays.stream(BOUNDS).filter(each -> each >= ofClient).min().orElseThrow();
        assertThat(drawn).isBetween(BOUNDS[0], bound);
        prometheus.assertNoTrouble();
      }
    }
  }
}
