package io.exporteragent.benchmarks.program;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.micrometer.core.instrument.binder.MeterBinder;
import io.micrometer.core.instrument.binder.jvm.ClassLoaderMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.FileDescriptorMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.prometheus.jmx.JmxCollector;
import io.prometheus.metrics.exporter.httpserver.HTTPServer;
import io.prometheus.metrics.instrumentation.jvm.JvmMetrics;
import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import javax.management.MalformedObjectNameException;

/**
 * What people write who serve metrics without an agent, as the documentation of each library shows
 * it. Chosen by the system property {@code benchmark.served-by}, on the port {@code
 * benchmark.port}.
 */
final class ServedByHand {
  private ServedByHand() {}

  static void ifAsked() throws IOException {
    switch (System.getProperty("benchmark.served-by", "nobody")) {
      case "client_java" -> ClientJava.serveJvm();
      case "client_java-registry" -> ClientJava.serve();
      case "jmx_collector" -> Collector.serve();
      case "micrometer" -> Micrometer.serve();
      default -> {}
    }
  }

  private static int port() {
    return Integer.getInteger("benchmark.port", 0);
  }

  /** A class of its own, as is the next, so that nobody loads what only the other needs. */
  private static final class ClientJava {
    static void serveJvm() throws IOException {
      JvmMetrics.builder().register();
      serve();
    }

    static void serve() throws IOException {
      HTTPServer.builder()
          .inetAddress(InetAddress.getLoopbackAddress())
          .port(port())
          .buildAndStart();
    }
  }

  /** Reads the MBeans by the file that the system property {@code benchmark.rules} names. */
  private static final class Collector {
    static void serve() throws IOException {
      try {
        new JmxCollector(new File(System.getProperty("benchmark.rules"))).register();
      } catch (MalformedObjectNameException e) {
        throw new IOException(e);
      }
      ClientJava.serve();
    }
  }

  private static final class Micrometer {
    static void serve() throws IOException {
      PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
      for (MeterBinder metrics :
          List.of(
              new ClassLoaderMetrics(),
              new JvmMemoryMetrics(),
              new JvmGcMetrics(),
              new JvmThreadMetrics(),
              new ProcessorMetrics(),
              new FileDescriptorMetrics(),
              new UptimeMetrics())) {
        metrics.bindTo(registry);
      }
      HttpServer server =
          HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port()), 0);
      server.createContext("/metrics", exchange -> answer(exchange, registry));
      server.start();
    }

    private static void answer(HttpExchange exchange, PrometheusMeterRegistry registry)
        throws IOException {
      byte[] page = registry.scrape().getBytes(UTF_8);
      exchange.sendResponseHeaders(200, page.length);
      exchange.getResponseBody().write(page);
      exchange.close();
    }
  }
}
