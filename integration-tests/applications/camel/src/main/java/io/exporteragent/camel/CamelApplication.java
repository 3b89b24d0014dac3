package io.exporteragent.camel;

import org.apache.camel.CamelExecutionException;
import org.apache.camel.Exchange;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;

/**
 * Starts routes that exist side by side, sends orders through them, some of which fail, prints
 * {@code ready}, and ends with its standard input.
 */
final class CamelApplication {
  private static final int ORDERS = 30;

  public static void main(String[] args) throws Exception {
    try (DefaultCamelContext context = new DefaultCamelContext()) {
      context.getCamelContextExtension().setName("shop");
      context.addRoutes(new Orders());
      context.start();
      use(context.createProducerTemplate());
      System.out.println("ready");
      while (System.in.read() >= 0) {}
    }
  }

  private static void use(ProducerTemplate client) {
    for (int i = 0; i < ORDERS; i++) {
      client.sendBody("direct:orders", i);
      try {
        client.sendBody("direct:payments", i);
      } catch (CamelExecutionException e) {
        // Every third is refused.
      }
    }
  }

  private static final class Orders extends RouteBuilder {
    @Override
    public void configure() {
      from("direct:orders").routeId("orders").process(exchange -> {});
      from("direct:payments").routeId("payments").process(Orders::pay);
      from("direct:returns").routeId("returns").autoStartup(false).process(exchange -> {});
    }

    private static void pay(Exchange exchange) {
      if (exchange.getIn().getBody(Integer.class) % 3 == 0) {
        throw new IllegalStateException("no money");
      }
    }
  }
}
