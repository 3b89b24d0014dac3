package io.exporteragent.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.exporteragent.it.fixtures.Measured;
import io.exporteragent.testing.MisbehavingServer;
import io.exporteragent.testing.Page;
import io.exporteragent.testing.Ports;
import java.io.IOException;
import java.net.ConnectException;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.io.TempDir;

/** A change of the configuration while somebody scrapes. */
class ReloadIT {
  private static final String SUCCESS = "exporter_agent_collector_success";
  private static final String RELOAD_SUCCESSFUL = "exporter_agent_config_last_reload_successful";

  @TempDir private Path directory;

  /** The probed page takes its time, so that every change finds a fetch under way. */
  @Jdk.Each
  void scrapedAllTheTime_everyPageIsWhole_andNoFailureIsReported(Jdk jdk) throws Exception {
    MisbehavingServer.Answer slowly =
        (out, closed) -> {
          closed.await(200, TimeUnit.MILLISECONDS);
          return MisbehavingServer.http("200 OK", "{}").write(out, closed);
        };
    AtomicBoolean done = new AtomicBoolean();
    ExecutorService threads = Executors.newCachedThreadPool();
    try (MisbehavingServer status = MisbehavingServer.that(slowly)) {
      write(status, 0);
      try (Program program =
          Program.java(jdk)
              .in(directory)
              .agent("127.0.0.1:0:exporter.yml")
              .fixture(Measured.class)
              .start()) {
        URI server = program.serving();
        List<Future<List<Map<String, Double>>>> scrapers = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
          scrapers.add(threads.submit(() -> pages(server, done)));
        }
        for (int version = 1; version <= 3; version++) {
          int reloads = version;
          write(status, version);
          await()
              .atMost(60, TimeUnit.SECONDS)
              .until(() -> program.errorLinesWith("exporter.yml is in effect") == reloads);
        }
        done.set(true);
        for (Future<List<Map<String, Double>>> each : scrapers) {
          assertThat(each.get(60, TimeUnit.SECONDS)).isNotEmpty().allSatisfy(ReloadIT::assertWhole);
        }
        assertThat(program.errorLines()).as("started, and reloaded").hasSize(4);
      }
    } finally {
      done.set(true);
      threads.shutdownNow();
    }
  }

  @Jdk.Each
  void portThatIsBusy_leavesTheOldOneServed_untilItIsFree(Jdk jdk) throws Exception {
    Path file = Files.writeString(directory.resolve("exporter.yml"), "server: {port: 0}\n");
    ServerSocket busy = Ports.taken();
    try (Program program =
        Program.java(jdk)
            .in(directory)
            .agent("host=127.0.0.1,config=exporter.yml")
            .fixture(Measured.class)
            .start()) {
      URI server = program.serving();
      Files.writeString(file, "server: {port: %d}\n".formatted(busy.getLocalPort()));
      await()
          .atMost(60, TimeUnit.SECONDS)
          .until(() -> Page.metrics(server).value(RELOAD_SUCCESSFUL) == 0);
      assertThat(program.error())
          .contains(
              "cannot listen on 127.0.0.1:%d: Address already in use; free the port or give another"
                  .formatted(busy.getLocalPort()));

      busy.close();
      URI moved = URI.create("http://127.0.0.1:" + busy.getLocalPort());
      await()
          .atMost(60, TimeUnit.SECONDS)
          .until(() -> program.errorLinesWith("serving " + moved + "/metrics") == 1);
      assertThat(Page.metrics(moved).value(RELOAD_SUCCESSFUL)).isEqualTo(1);
      assertThatThrownBy(() -> new Socket(server.getHost(), server.getPort()).close())
          .isInstanceOf(ConnectException.class);
    } finally {
      busy.close();
    }
  }

  private static List<Map<String, Double>> pages(URI server, AtomicBoolean done) {
    List<Map<String, Double>> pages = new ArrayList<>();
    while (!done.get()) {
      pages.add(Page.metrics(server).samples());
    }
    return pages;
  }

  private static void assertWhole(Map<String, Double> page) {
    assertThat(page).containsEntry("app_up", 1.0);
    for (String collector : List.of("application", "jvm", "cpu", "disk", "probe", "method")) {
      assertThat(page).containsKey(SUCCESS + "{collector=\"" + collector + "\"}");
    }
    page.forEach(
        (series, value) -> {
          if (series.startsWith(SUCCESS)) {
            assertThat(value).as(series).isEqualTo(1);
          }
        });
  }

  private void write(MisbehavingServer status, int version) throws IOException {
    String text =
        """
        collectors: {memory: %s}
        disk: {fs_types_exclude: none%d}
        probes: [{name: app, url: '%s', timeout: %ds}]
        methods: [{match: 'io.exporteragent.it.fixtures.Till#depth', counter: depth_%d_total}]
        """
            .formatted(version % 2 == 0, version, status.url(), 5 + version, version);
    Files.writeString(directory.resolve("exporter.yml"), text);
  }
}
