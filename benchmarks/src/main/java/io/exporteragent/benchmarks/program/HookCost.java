package io.exporteragent.benchmarks.program;

import static java.nio.charset.StandardCharsets.UTF_8;

import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.function.ToDoubleFunction;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/**
 * What an agent may count, timed by JMH: a request and a statement.
 *
 * <p>If the system property {@code benchmark.port} says where an agent serves its page, that is
 * asked until it counts them.
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class HookCost {
  private static final Duration PATIENCE = Duration.ofMinutes(2);
  private static final Duration BETWEEN_PAGES = Duration.ofMillis(200);

  /** A Tomcat whose servlet replies nothing. */
  @State(Scope.Thread)
  public static class Server {
    private Callable<Integer> request = () -> 0;

    /** Called by JMH. */
    @Setup
    public void start() throws Exception {
      request = new AdapterRequest(WebServer.start(new Empty()))::answered;
      awaitCounting(request, SignalPage::requests);
    }
  }

  /** A query of H2. */
  @State(Scope.Thread)
  public static class Database {
    private Callable<String> query = () -> "";

    /** Called by JMH. */
    @Setup
    public void create() throws Exception {
      Goods.create();
      Goods goods = new Goods();
      query = () -> goods.name(7);
      awaitCounting(query, SignalPage::statements);
    }
  }

  /** A request from the adapter of the connector to the servlet and back. */
  @Benchmark
  public int request(Server server) throws Exception {
    return server.request.call();
  }

  /** A query that H2 has prepared, and its one row. */
  @Benchmark
  public String query(Database database) throws Exception {
    return database.query.call();
  }

  private static void awaitCounting(Callable<?> operation, ToDoubleFunction<SignalPage> counted)
      throws Exception {
    String port = System.getProperty("benchmark.port");
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (port != null && counted.applyAsDouble(page(port)) == 0) {
      if (System.nanoTime() > deadline) {
        throw new IllegalStateException("nothing is counted: " + page(port));
      }
      operation.call();
      Thread.sleep(BETWEEN_PAGES.toMillis());
    }
  }

  private static SignalPage page(String port) {
    try (InputStream page =
        URI.create("http://127.0.0.1:" + port + "/metrics").toURL().openStream()) {
      return new SignalPage(new String(page.readAllBytes(), UTF_8));
    } catch (IOException e) {
      // It is not served yet.
      return new SignalPage(e.toString());
    }
  }

  private static final class Empty extends HttpServlet {
    private static final long serialVersionUID = 1;

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) {
      // The status is 200.
    }
  }
}
