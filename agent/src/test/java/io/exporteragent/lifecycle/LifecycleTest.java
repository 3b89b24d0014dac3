package io.exporteragent.lifecycle;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.exporteragent.config.ConfigurationException;
import io.exporteragent.guest.AgentThreads;
import io.exporteragent.guest.SurvivingLoop;
import io.exporteragent.testing.MisbehavingServer;
import io.exporteragent.testing.Page;
import io.exporteragent.testing.Ports;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Start, reload and end: each as a whole or not at all, whatever comes between. */
@Timeout(180)
class LifecycleTest {
  private static final String STATE = "exporter.agent";
  private static final String JSON = "{\"value\": 7}";

  @TempDir private Path directory;

  private final CountDownLatch release = new CountDownLatch(1);
  private final List<String> messages = new CopyOnWriteArrayList<>();
  private final AgentThreads servers = new AgentThreads("server-under-test", messages::add);
  private final AtomicReference<Function<SurvivingLoop.Body, Thread>> serverThreads =
      new AtomicReference<>(servers::surviving);
  private final Lifecycle agent =
      new Lifecycle(null, body -> serverThreads.get().apply(body), messages::add);

  @BeforeEach
  void insertState() {
    System.setProperty(STATE, ";starting;;;");
  }

  @AfterEach
  void close() {
    release.countDown();
    agent.close();
    System.clearProperty(STATE);
    await().until(() -> threads("exporter-agent-server-under-test").isEmpty());
    await().until(() -> threads("exporter-agent-agenda").isEmpty());
  }

  @Test
  void started_servesWithoutAThreadThatFollowsNothing() throws Exception {
    begin("localhost:0");
    assertThat(page(address())).contains("collector=\"jvm\"");
    await().until(() -> threads("exporter-agent-agenda").isEmpty());

    agent.close();
    assertThat(isRefused(address())).isTrue();
    agent.accept("localhost:0");
    assertThat(messages).as("nothing comes after the end").hasSize(1);
  }

  @Test
  void startThatFails_isAnException_andTheNextOneMaySucceed() throws Exception {
    try (ServerSocket busy = Ports.taken()) {
      assertThatThrownBy(() -> begin("localhost:" + busy.getLocalPort()))
          .isInstanceOf(ConfigurationException.class)
          .hasMessageContaining("Address already in use");
    }
    String wrong = write("collectors: {cpus: false}");
    assertThatThrownBy(() -> begin("localhost:0:" + wrong))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("cpus");
    serverThreads.set(LifecycleTest::noThread);
    assertThatThrownBy(() -> begin("localhost:0")).isInstanceOf(OutOfMemoryError.class);
    serverThreads.set(servers::surviving);
    assertThat(messages).isEmpty();

    begin("localhost:0");
    assertThat(page(address())).contains("collector=\"jvm\"");
  }

  @Test
  void argumentsThatCannotBeFollowed_changeNothing() throws Exception {
    begin("localhost:0:" + write("collectors: {cpu: false}"));
    URI before = address();
    String missing = directory.resolve("missing.yml").toString();
    for (String arguments : List.of("eighty", "prot=1", "localhost:0:" + missing)) {
      agent.accept(arguments);
      assertThat(messages)
          .last()
          .asString()
          .endsWith("; the previous configuration stays in effect");
      assertThat(state()).contains("serving").contains(before + "metrics");
    }
    assertThat(page(before)).doesNotContain("collector=\"cpu\"");
    assertThat(messages).hasSize(4);
  }

  @Test
  void sectionThatCannotBeMade_changesNothing() throws Exception {
    try (MisbehavingServer status = MisbehavingServer.serving(JSON)) {
      begin("localhost:0:" + write(probe(status, "$.value")));
      URI before = address();
      assertThat(page(before)).contains("app_up 1", "app_value 7");

      agent.accept(
          "localhost:"
              + Ports.free()
              + ":"
              + write(probe(status, "value") + "collectors: {cpu: false}"));
      assertThat(messages)
          .last()
          .asString()
          .contains("is not a path")
          .endsWith("; the previous configuration stays in effect");
      assertThat(page(before)).contains("app_up 1", "app_value 7", "collector=\"cpu\"");
      assertThat(messages).hasSize(2);
    }
  }

  @Test
  void portThatIsBusy_leavesThePreviousServer_andItsSources() throws Exception {
    begin("localhost:0");
    URI before = address();
    try (ServerSocket busy = Ports.taken()) {
      agent.accept("localhost:" + busy.getLocalPort() + ":" + write("collectors: {cpu: false}"));
      assertThat(messages)
          .last()
          .asString()
          .contains("Address already in use")
          .endsWith("; the previous configuration stays in effect");
      assertThat(page(before)).contains("collector=\"cpu\"");
      assertThat(state()).contains("serving").contains(before + "metrics");
    }
  }

  @Test
  void samePortOfAnAddressThatIsNotOurs_bringsThePreviousServerBack() throws Exception {
    int port = Ports.free();
    begin("localhost:" + port);
    await().until(() -> said("serving http://localhost:" + port) == 1);
    agent.accept("192.0.2.1:" + port);
    assertThat(messages).last().asString().endsWith("; the previous configuration stays in effect");
    await().until(() -> said("serving http://localhost:" + port) == 2);
    assertThat(page(URI.create("http://localhost:" + port + "/"))).contains("collector=\"cpu\"");

    agent.accept("127.0.0.1:" + port);
    await().until(() -> said("serving http://127.0.0.1:" + port) == 1);
    assertThat(page(URI.create("http://127.0.0.1:" + port + "/"))).contains("collector=\"cpu\"");
  }

  @Test
  void noThreadForTheNewServer_leavesThePreviousOne_evenOnTheSamePort() throws Exception {
    int port = Ports.free();
    begin("localhost:" + port);
    URI before = address();
    serverThreads.set(LifecycleTest::noThread);
    for (String other : List.of("localhost:0", "127.0.0.1:" + port)) {
      assertThatThrownBy(() -> agent.accept(other + ":" + write("collectors: {cpu: false}")))
          .isInstanceOf(OutOfMemoryError.class);
      assertThat(page(before)).contains("collector=\"cpu\"");
    }
    assertThat(messages).hasSize(1);

    serverThreads.set(servers::surviving);
    agent.accept("localhost:0");
    await().until(() -> said("serving ") == 2);
    assertThat(isRefused(before)).isTrue();
    assertThat(page(address())).contains("collector=\"cpu\"");
  }

  @Test
  void reloadDuringAScrape_theScrapeIsWhole_andTheNextOneNew() throws Exception {
    try (MisbehavingServer status = MisbehavingServer.serving(JSON)) {
      begin("localhost:0:" + write(probe(status, "$.value")));
      CompletableFuture<String> scrape = scrapeThatIsHeld(status);

      agent.accept("localhost:0:" + write("collectors: {cpu: false}"));
      assertThat(page(address())).doesNotContain("collector=\"cpu\"", "app_up");

      release.countDown();
      assertThat(scrape.get()).contains("app_up 1", "app_value 7", "collector=\"cpu\"");
    }
  }

  @Test
  void closeDuringAReload_endsEverything() throws Exception {
    try (MisbehavingServer status = MisbehavingServer.serving(JSON)) {
      begin("localhost:0:" + write(probe(status, "$.value")));
      URI before = address();
      CompletableFuture<String> scrape = scrapeThatIsHeld(status);
      CompletableFuture<Void> reload =
          CompletableFuture.runAsync(
              () -> agent.accept("localhost:0:" + write("collectors: {cpu: false}")));
      // It has swapped the sources, and waits for the probe that the scrape has under way.
      await().until(() -> !page(before).contains("collector=\"cpu\""));

      agent.close();
      assertThat(isRefused(before)).isTrue();
      reload.get();
      release.countDown();
      scrape.handle((page, broken) -> true).get();
    }
  }

  @Test
  void twoRequestsAtOnce_areFulfilledOneAfterTheOther() throws Exception {
    begin("localhost:0");
    for (int round = 0; round < 5; round++) {
      List<URI> addresses = new ArrayList<>();
      List<CompletableFuture<Void>> requests = new ArrayList<>();
      for (String off : List.of("cpu", "memory")) {
        int port = Ports.free();
        String arguments =
            "localhost:" + port + ":" + write(off, "collectors: {" + off + ": false}");
        addresses.add(URI.create("http://localhost:" + port + "/"));
        requests.add(CompletableFuture.runAsync(() -> agent.accept(arguments)));
      }
      CompletableFuture.allOf(requests.toArray(CompletableFuture[]::new)).get();

      URI served = addresses.get(isRefused(addresses.get(0)) ? 1 : 0);
      URI gone = addresses.get(isRefused(addresses.get(0)) ? 0 : 1);
      assertThat(isRefused(gone)).isTrue();
      await().until(() -> state().contains(served + "metrics"));
      boolean isFirst = served.equals(addresses.get(0));
      assertThat(page(served))
          .doesNotContain("collector=\"" + (isFirst ? "cpu" : "memory") + "\"")
          .contains("collector=\"" + (isFirst ? "memory" : "cpu") + "\"");
    }
  }

  @Test
  void fileThatChanges_isFollowed_butNotAWrongVersion() throws Exception {
    String file = write("collectors: {cpu: false}");
    begin("localhost:0:" + file);
    URI address = address();
    assertThat(page(address)).contains("exporter_agent_config_last_reload_successful 1");

    write("collectors: {memory: perhaps}");
    await()
        .untilAsserted(
            () ->
                assertThat(messages)
                    .last()
                    .asString()
                    .endsWith("; the previous configuration stays in effect until this is fixed"));
    assertThat(page(address))
        .contains("exporter_agent_config_last_reload_successful 0", "collector=\"memory\"")
        .doesNotContain("collector=\"cpu\"");

    write("collectors: {memory: false}");
    await().until(() -> said("the new version of " + file + " is in effect") == 1);
    assertThat(page(address))
        .contains("exporter_agent_config_last_reload_successful 1", "collector=\"cpu\"")
        .doesNotContain("collector=\"memory\"");
    assertThat(threads("exporter-agent-agenda")).hasSize(1);
    assertThat(messages).hasSize(3);
  }

  /** The probe's answer is held until the test lets it go. */
  private CompletableFuture<String> scrapeThatIsHeld(MisbehavingServer status) throws Exception {
    CountDownLatch held = new CountDownLatch(1);
    status.answers(
        (out, closed) -> {
          held.countDown();
          release.await();
          out.write(MisbehavingServer.ok(JSON.getBytes(UTF_8), "Content-Type: application/json"));
          return true;
        });
    URI address = address();
    CompletableFuture<String> scrape = CompletableFuture.supplyAsync(() -> page(address));
    held.await();
    // Until then a reload can replace collectors that the scrape has not begun with.
    await().atMost(60, SECONDS).until(LifecycleTest::isScrapeWaiting);
    return scrape;
  }

  private static boolean isScrapeWaiting() {
    return Thread.getAllStackTraces().values().stream()
        .flatMap(Arrays::stream)
        .anyMatch(
            frame ->
                frame.getClassName().endsWith("SourceRunner$Run")
                    && frame.getMethodName().equals("await"));
  }

  private void begin(String arguments) throws ConfigurationException {
    agent.begin(Sections.all().arguments().parse(arguments, Map.of()));
  }

  private URI address() {
    await().until(() -> state().contains(";serving;"));
    return URI.create(state().split(";", -1)[2]).resolve("/");
  }

  private static String state() {
    return System.getProperty(STATE);
  }

  private String write(String text) {
    return write("exporter", text);
  }

  private String write(String name, String text) {
    try {
      return Files.writeString(directory.resolve(name + ".yml"), text).toString();
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private static String probe(MisbehavingServer status, String path) {
    return "probes: [{name: app, url: '%s', timeout: 60s, metrics: [{name: app_value, value: '%s', help: A value.}]}]\n"
        .formatted(status.url(), path);
  }

  private long said(String start) {
    return messages.stream().filter(message -> message.startsWith(start)).count();
  }

  private static String page(URI server) {
    Page page = Page.metrics(server, "X-Prometheus-Scrape-Timeout-Seconds", "60");
    assertThat(page.status()).isEqualTo(200);
    return page.body();
  }

  private static boolean isRefused(URI address) {
    try (Socket socket = new Socket(address.getHost(), address.getPort())) {
      return !socket.isConnected();
    } catch (IOException e) {
      return true;
    }
  }

  private static Thread noThread(SurvivingLoop.Body body) {
    throw new OutOfMemoryError("unable to create native thread");
  }

  private static List<String> threads(String name) {
    return Thread.getAllStackTraces().keySet().stream()
        .map(Thread::getName)
        .filter(each -> each.startsWith(name) && !each.startsWith("exporter-agent-agenda-under"))
        .toList();
  }
}
