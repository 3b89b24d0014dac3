package io.exporteragent.it;

import static java.util.concurrent.TimeUnit.MINUTES;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.exporteragent.testing.Page;
import io.exporteragent.testing.Promtool;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What is counted of servers is what a client has asked for and received, whatever that is. */
class SignalsServersIT {
  private static final String EACH = "io.exporteragent.it.WebApplication#servers";
  private static final String NEWEST = "io.exporteragent.it.WebApplication#newestServers";
  private static final String SHOP = "/shop/*";

  private static final int RANDOM_PATHS = 10_000;
  private static final int IN_ONE_GO = 50;

  @ParameterizedTest
  @MethodSource(EACH)
  void everyKindOfRequest_isCountedOnce(String server) {
    try (WebApplication web = WebApplication.start(server, agent())) {
      URI agent = web.program().serving();
      RequestCounts.awaitMeasured(web, agent);
      web.askEverything();
      askByHttp2(web);

      RequestCounts.assertCounted(web, agent);
      assertLogged(web);
      Promtool.assertReads(Exposition.of(Page.metrics(agent)).text());
      assertThat(web.program().errorLines()).noneMatch(line -> line.contains("signals:"));
    }
  }

  @ParameterizedTest
  @MethodSource(NEWEST)
  void randomPaths_makeNoSeries(String server) {
    try (WebApplication web = WebApplication.start(server, agent())) {
      URI agent = web.program().serving();
      RequestCounts.awaitMeasured(web, agent);
      askRandomly(web, "/shop/%d", SHOP);
      askRandomly(web, "/%d.do", "/*.do");
      askRandomly(web, "/nowhere%d", "");

      RequestCounts.assertCounted(web, agent);
      assertThat(RequestCounts.of(agent)).hasSize(3);
    }
  }

  private static void askRandomly(WebApplication web, String path, String route) {
    for (int i = 0; i < RANDOM_PATHS / 3; i += IN_ONE_GO) {
      List<String> paths = new ArrayList<>();
      for (int k = 0; k < IN_ONE_GO; k++) {
        paths.add(path.formatted(i + k));
      }
      web.askInOneGo("GET", paths, route);
    }
  }

  @ParameterizedTest
  @MethodSource(NEWEST)
  void requestInHand_isToldUntilItEnds_alsoIfItsClientIsGone(String server) {
    try (WebApplication web = WebApplication.start(server, agent())) {
      URI agent = web.program().serving();
      RequestCounts.awaitMeasured(web, agent);
      awaitActive(agent, 0);
      CompletableFuture<Void> held =
          CompletableFuture.runAsync(() -> web.ask("GET", "/shop/hold", SHOP));
      awaitActive(agent, 1);
      web.ask("PUT", "/shop/release", SHOP);
      held.join();
      awaitActive(agent, 0);
      web.leave("/shop/flood");

      await().atMost(2, MINUTES).until(() -> sum(RequestCounts.of(agent)) == 3);
      awaitActive(agent, 0);
    }
  }

  @ParameterizedTest
  @MethodSource(NEWEST)
  void threadsOfTheServer_areTold(String server) {
    try (WebApplication web =
        WebApplication.start(
            server, "-javaagent:" + Program.AGENT + "=localhost:0,signals=pools")) {
      URI agent = web.program().serving();
      await()
          .atMost(2, MINUTES)
          .untilAsserted(
              () -> {
                web.ask("GET", "/shop/a", SHOP);
                assertThreads(agent, mostThreads(server));
              });
      CompletableFuture<Void> held =
          CompletableFuture.runAsync(() -> web.ask("GET", "/shop/hold", SHOP));
      await().atMost(2, MINUTES).untilAsserted(() -> assertThreads(agent, threadsInUse(server)));
      web.ask("PUT", "/shop/release", SHOP);
      held.join();
      Promtool.assertReads(Exposition.of(Page.metrics(agent)).text());
      assertThat(web.program().errorLines()).noneMatch(line -> line.contains("signals:"));
    }
  }

  private static void assertThreads(URI agent, String sample) {
    assertThat(Exposition.of(Page.metrics(agent)).text()).containsPattern("(?m)^" + sample + "$");
  }

  private static String mostThreads(String server) {
    return switch (server.substring(0, server.indexOf('-'))) {
      case "tomcat" -> "tomcat_threads_config_max_threads\\{name=\"http-nio[^\"]*\"\\} 200\\.0";
      case "jetty" -> "jetty_threads_config_max\\{name=\"Jetty-1\"\\} \\d+\\.0";
      default -> "executor_pool_max_threads\\{name=\"XNIO-\\d+\"\\} \\d+\\.0";
    };
  }

  private static String threadsInUse(String server) {
    return switch (server.substring(0, server.indexOf('-'))) {
      case "tomcat" -> "tomcat_threads_busy_threads\\{name=\"http-nio[^\"]*\"\\} [1-9]\\.0";
      case "jetty" -> "jetty_threads_busy\\{name=\"Jetty-1\"\\} [1-9]\\d*\\.0";
      default -> "executor_pool_size_threads\\{name=\"XNIO-\\d+\"\\} [1-9]\\.0";
    };
  }

  @ParameterizedTest
  @MethodSource(NEWEST)
  void attachedLate_theNextRequestsAreCounted_andDetachedNoneIs(String server) {
    try (WebApplication web = WebApplication.start(server)) {
      web.ask("GET", "/shop/a", SHOP);
      Attachment attachment = new Attachment(web.program());
      for (int requests = 1; requests < 3; requests++) {
        URI agent = attachment.load("host=localhost,port=0,signals=http").server();
        RequestCounts.awaitMeasured(web, agent);
        web.forget();
        for (int i = 0; i < requests; i++) {
          web.ask("GET", "/shop/a", SHOP);
        }
        RequestCounts.assertCounted(web, agent);
        awaitActive(agent, 0);
        assertThat(attachment.load("detach").state()).isEqualTo("stopped");
        web.ask("GET", "/shop/a", SHOP);
      }
    }
  }

  private static String agent() {
    return "-javaagent:" + Program.AGENT + "=localhost:0,signals=http";
  }

  private static void askByHttp2(WebApplication web) {
    try (Http2 http2 = new Http2(web)) {
      http2.ask("/shop/a");
      if (web.tellsOfUpgrades()) {
        web.answered("GET", "101", "");
      }
      List<CompletableFuture<Void>> all = new ArrayList<>();
      for (int i = 0; i < 20; i++) {
        all.add(CompletableFuture.runAsync(() -> http2.ask("/shop/complete")));
      }
      all.forEach(CompletableFuture::join);
    }
  }

  /** Requests that share one connection, which the first one has raised to HTTP/2. */
  private record Http2(WebApplication web, HttpClient client) implements AutoCloseable {
    Http2(WebApplication web) {
      this(web, HttpClient.newBuilder().version(HttpClient.Version.HTTP_2).build());
    }

    void ask(String path) {
      URI uri = URI.create("http://127.0.0.1:" + web.port() + "/web" + path);
      HttpResponse<Void> answer =
          client
              .sendAsync(
                  HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.discarding())
              .join();
      assertThat(answer.version()).isEqualTo(HttpClient.Version.HTTP_2);
      web.answered("GET", Integer.toString(answer.statusCode()), SHOP);
    }

    @Override
    public void close() {
      // Closing a client needs a later JDK; its threads end with it.
    }
  }

  /** Fails unless the server has logged the same, by method and status. */
  private static void assertLogged(WebApplication web) {
    Map<String, Integer> expected = new TreeMap<>();
    web.answers()
        .forEach(
            (answer, times) ->
                expected.merge(answer.replaceFirst(" \\S*$", ""), times, Integer::sum));
    // Some raise a request to another protocol before their log.
    expected.remove("GET 101");
    int all = expected.values().stream().mapToInt(times -> times).sum();
    Map<String, Integer> logged = new TreeMap<>();
    web.log(all).forEach(line -> logged.merge(line, 1, Integer::sum));
    logged.remove("GET 101");
    assertThat(logged).isEqualTo(expected);
  }

  private static void awaitActive(URI agent, int requests) {
    await()
        .atMost(2, MINUTES)
        .until(
            () ->
                Exposition.of(Page.metrics(agent)).value("http_server_active_requests")
                    == requests);
  }

  private static int sum(Map<String, Integer> counts) {
    return counts.values().stream().mapToInt(count -> count).sum();
  }
}
