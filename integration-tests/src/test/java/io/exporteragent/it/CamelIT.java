package io.exporteragent.it;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Camel's MBeans on the page without any configuration. */
class CamelIT {
  private static final String PAYMENTS = "{camelContext=\"shop\",routeId=\"payments\"}";
  private static final String RETURNS = "{camelContext=\"shop\",routeId=\"returns\"}";

  @Test
  void withoutConfiguration_routesAreOnThePage() {
    try (ServerApplication camel = ServerApplication.start("camel")) {
      Exposition page =
          camel.awaitPage(
              scrape -> assertThat(scrape.value("camel_exchanges_total" + PAYMENTS)).isEqualTo(30));

      assertThat(page.comments("camel_exchanges_total"))
          .containsExactly(
              "# HELP camel_exchanges_total Exchanges that a route has completed, with success or not.",
              "# TYPE camel_exchanges_total counter");
      assertThat(page.present("camel_exchanges_succeeded_total" + PAYMENTS)).isEqualTo(20);
      assertThat(page.present("camel_exchanges_failed_total" + PAYMENTS)).isEqualTo(10);
      assertThat(page.present("camel_exchanges_inflight" + PAYMENTS)).isZero();
      assertThat(page.present("camel_route_processing_seconds_total" + PAYMENTS))
          .isGreaterThanOrEqualTo(page.value("camel_route_processing_max_seconds" + PAYMENTS))
          .isNotNegative();
      assertThat(page.present("camel_route_started" + PAYMENTS)).isOne();

      assertThat(page.present("camel_exchanges_total" + RETURNS)).isZero();
      assertThat(page.present("camel_route_started" + RETURNS)).isZero();
      assertThat(page.present("camel_routes{camelContext=\"shop\"}")).isEqualTo(3);
      assertThat(page.text())
          .containsPattern("camel_context_info\\{camelContext=\"shop\",version=\"4\\.[0-9.]+\"} 1");
      assertThat(camel.agentLines()).filteredOn(line -> line.contains("camel")).hasSize(1);
      camel.assertUndisturbed(page);
    }
  }
}
