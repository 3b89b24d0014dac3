package io.exporteragent.benchmarks.program;

import io.prometheus.metrics.core.metrics.Counter;
import java.io.IOException;

/** An application with one client_java counter of as many series as its argument says. */
public final class Series {
  private static final int PATHS = 500;
  private static final String[] METHODS = {"GET", "POST", "PUT", "DELETE"};

  private Series() {}

  /** Takes the number of series. */
  public static void main(String[] args) throws IOException {
    long began = System.nanoTime();
    add(Integer.parseInt(args[0]), counter().register());
    ServedByHand.ifAsked();
    Console.say(began);
    Console.obey(
        command -> {
          throw new IllegalArgumentException(command);
        });
  }

  static Counter.Builder counter() {
    return Counter.builder()
        .name("benchmark_requests_total")
        .help("Requests by where they came from and went to.")
        .labelNames("customer", "method", "path", "status");
  }

  static void add(int series, Counter counter) {
    for (int i = 0; i < series; i++) {
      counter
          .labelValues(
              "customer-" + i / (METHODS.length * PATHS),
              METHODS[i % METHODS.length],
              "/api/v1/items/" + i / METHODS.length % PATHS,
              "200")
          .inc(i + 0.5);
    }
  }
}
