package io.exporteragent.boot2;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** An ordinary Spring Boot application, which knows nothing of the agent. */
@SpringBootApplication
public class Boot2Application {

  public static void main(String[] args) {
    SpringApplication.run(Boot2Application.class, args);
  }

  /** Takes orders and counts each of them in both of its libraries. */
  @RestController
  static class Orders {
    private final io.prometheus.client.Counter calls =
        io.prometheus.client.Counter.build()
            .name("direct_calls_total")
            .help("Orders, counted without Micrometer.")
            .register();
    private final Counter placed;
    private final Timer time;

    Orders(MeterRegistry registry) {
      placed =
          Counter.builder("orders.placed")
              .description("Orders taken.")
              .tag("channel", "web")
              .register(registry);
      time =
          Timer.builder("order.time")
              .description("Time an order takes.")
              .publishPercentileHistogram()
              .register(registry);
    }

    @GetMapping("/fail")
    String fail() {
      throw new IllegalStateException("no orders are taken");
    }

    @GetMapping("/order")
    String order() {
      return time.record(
          () -> {
            calls.inc();
            placed.increment();
            return "ordered";
          });
    }
  }
}
