package io.exporteragent.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.exporteragent.it.fixtures.Obedient;
import io.exporteragent.testing.Certificates;
import io.exporteragent.testing.MisbehavingServer;
import io.exporteragent.testing.Page;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.io.TempDir;

/** Probes of pages that misbehave, each in its own way, and then behave again. */
class ProbeFailuresIT {
  private static final MisbehavingServer.Answer GOOD =
      MisbehavingServer.http("200 OK", "{\"jobs\": 3, \"state\": \"good\"}");

  /** What each page answers while it misbehaves, by the name of its probe. */
  private static final Map<String, MisbehavingServer.Answer> ANSWERS = new LinkedHashMap<>();

  /** The reason that its probe must give. */
  private static final Map<String, String> REASONS = new LinkedHashMap<>();

  static {
    misbehaviour("silent", "timeout", MisbehavingServer.silence());
    misbehaviour("drip", "timeout", MisbehavingServer.drip());
    misbehaviour("error", "status", MisbehavingServer.http("500 Oops", "{\"jobs\": 3}"));
    misbehaviour(
        "moved",
        "redirect",
        MisbehavingServer.http("302 Found\r\nLocation: /elsewhere", "{\"jobs\": 3}"));
    misbehaviour("prose", "json", MisbehavingServer.http("200 OK", "All is well."));
    misbehaviour(
        "huge",
        "too_big",
        MisbehavingServer.http(
            "200 OK", "{\"jobs\": 3, \"state\": \"good\", \"log\": \"" + "x".repeat(2000) + "\"}"));
    misbehaviour("missing", "missing", MisbehavingServer.http("200 OK", "{\"jobs\": 3}"));
    misbehaviour(
        "unknown",
        "value",
        MisbehavingServer.http("200 OK", "{\"jobs\": 3, \"state\": \"not known to us\"}"));
    misbehaviour("foreign", "http", MisbehavingServer.raw("SSH-2.0-OpenSSH_9.6\r\n"));
    misbehaviour("refused", "connect", GOOD);
    misbehaviour("secret", "credentials", GOOD);
    misbehaviour("distrusted", "tls", GOOD);
  }

  @TempDir private Path directory;

  private static void misbehaviour(String probe, String reason, MisbehavingServer.Answer answer) {
    ANSWERS.put(probe, answer);
    REASONS.put(probe, reason);
  }

  @Jdk.Each
  void everyFailure_isCounted_saidOnce_andEnds(Jdk jdk) throws Exception {
    Map<String, MisbehavingServer> pages = new LinkedHashMap<>();
    SSLContext trusted = Certificates.selfSigned(directory, "trusted");
    SSLContext other = Certificates.selfSigned(directory, "other");
    try {
      for (String probe : ANSWERS.keySet()) {
        pages.put(probe, MisbehavingServer.that(GOOD));
      }
      pages.get("distrusted").present(trusted);
      writeConfiguration(pages);
      restorePassword();
      try (Program program =
          Program.java(jdk)
              .in(directory)
              .agent("127.0.0.1:0:exporter.yml")
              .fixture(Obedient.class)
              .start()) {
        URI server = program.serving();
        assertAllWork(scrape(server), 0);
        assertThat(program.errorLinesWith("probe \"")).as("nowhere has no address").isEqualTo(1);

        ANSWERS.forEach((probe, answer) -> pages.get(probe).answers(answer));
        pages.get("refused").stopListening();
        Files.delete(directory.resolve("password"));
        pages.get("distrusted").present(other);
        for (int scrape = 1; scrape <= 3; scrape++) {
          assertAllFail(scrape(server), scrape);
        }
        for (String probe : ANSWERS.keySet()) {
          assertThat(program.errorLinesWith("probe \"" + probe + "\" fails"))
              .as(probe)
              .isEqualTo(1);
        }

        pages.values().forEach(page -> page.answers(GOOD));
        pages.get("refused").listenAgain();
        restorePassword();
        pages.get("distrusted").present(trusted);
        assertAllWork(scrape(server), 3);
        assertAllWork(scrape(server), 3);
        for (String probe : ANSWERS.keySet()) {
          assertThat(program.errorLinesWith("probe \"" + probe + "\" works again"))
              .as("one line a minute of " + probe)
              .isBetween(0L, 1L);
        }
        assertThat(scrape(server).value(failures("nowhere", "dns"))).isEqualTo(7);

        program.runsOn();
        assertThat(program.errorLines())
            .as("serving, nowhere, and one or two of each other probe")
            .hasSizeBetween(2 + ANSWERS.size(), 2 + 2 * ANSWERS.size())
            .allMatch(line -> line.startsWith("exporter-agent: "));
      }
    } finally {
      for (MisbehavingServer page : pages.values()) {
        page.close();
      }
    }
  }

  /** With time for first handshakes on a busy machine. */
  private static Page scrape(URI server) {
    return Page.metrics(server, "X-Prometheus-Scrape-Timeout-Seconds", "90");
  }

  private static void assertAllWork(Page page, int failuresBefore) {
    REASONS.forEach(
        (probe, reason) -> {
          assertThat(page.value(probe + "_up")).as(probe).isEqualTo(1);
          assertThat(page.value(probe + "_jobs")).as(probe).isEqualTo(3);
          assertThat(page.value(failures(probe, reason))).as(probe).isEqualTo(failuresBefore);
        });
    assertThat(page.value("nowhere_up")).isZero();
    assertThat(page.succeeded("probe")).isTrue();
  }

  private static void assertAllFail(Page page, int times) {
    REASONS.forEach(
        (probe, reason) -> {
          assertThat(page.value(probe + "_up")).as(probe).isZero();
          assertThat(page.value(failures(probe, reason))).as(probe).isEqualTo(times);
          assertThat(page.families()).doesNotContain(probe + "_jobs", probe + "_state");
        });
    double total =
        page.samples().entrySet().stream()
            .filter(sample -> sample.getKey().startsWith("exporter_agent_probe_failures_total"))
            .filter(sample -> !sample.getKey().contains("nowhere"))
            .mapToDouble(Map.Entry::getValue)
            .sum();
    assertThat(total).as("for no other reason").isEqualTo(times * REASONS.size());
    assertThat(page.succeeded("probe")).isTrue();
  }

  private static String failures(String probe, String reason) {
    return "exporter_agent_probe_failures_total{probe=\"%s\",reason=\"%s\"}"
        .formatted(probe, reason);
  }

  private void writeConfiguration(Map<String, MisbehavingServer> pages) throws IOException {
    StringBuilder text = new StringBuilder("probes:\n");
    pages.forEach(
        (probe, page) -> {
          boolean tls = probe.equals("distrusted");
          text.append(probe(probe, page.url()));
          if (tls) {
            text.append("    tls: {ca_file: trusted.pem}\n");
          }
          if (probe.equals("secret")) {
            text.append("    basic_auth: {username: ada, password_file: password}\n");
          }
        });
    text.append(probe("nowhere", URI.create("http://host.invalid/status")));
    Files.writeString(directory.resolve("exporter.yml"), text);
  }

  private static String probe(String name, URI url) {
    return """
      - name: NAME
        url: %s
        timeout: %s
        max_body: 1KiB
        metrics:
          - {name: NAME_jobs, value: $.jobs}
          - {name: NAME_state, type: stateset, value: $.state, states: [good, bad]}
    """
        .replace("NAME", name)
        .formatted(url, REASONS.getOrDefault(name, "").equals("timeout") ? "6s" : "60s");
  }

  private void restorePassword() throws IOException {
    Files.writeString(directory.resolve("password"), "secret\n");
  }
}
