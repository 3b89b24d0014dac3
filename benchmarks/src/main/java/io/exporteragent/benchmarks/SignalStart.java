package io.exporteragent.benchmarks;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.List;

/** How much later a Spring Boot application answers its first request. */
final class SignalStart implements Scenario {
  static final String TITLE = "Start of an application of Spring Boot 3";
  private static final String ANSWERED = "first answered request ms";
  private static final String CPU = "CPU ms until then";
  private static final byte[] REQUEST =
      "GET /order HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n".getBytes(US_ASCII);
  private static final double SHARE = 0.05;
  private static final double LEAST_MILLIS = 250;
  private static final double NANOS_PER_MILLI = 1e6;

  @Override
  public Section run(Jdk jdk, Jars jars, Effort effort) throws IOException, InterruptedException {
    SignalPeers peers = SignalPeers.ofJar(jdk, jars, jars.springBoot());
    List<Candidate> candidates =
        List.of(peers.none(), peers.exporterAgent(), peers.openTelemetry());
    Samples samples = new Samples();
    Samples.interleaved(effort.rounds(), candidates, candidate -> start(candidate, samples));
    Table table = Table.of(TITLE, candidates);
    for (String quantity : List.of(ANSWERED, CPU)) {
      table
          .column(quantity, name -> samples.median(name, quantity))
          .column(quantity + ", added", name -> samples.added(name, Peers.NONE, quantity));
    }
    return new Section(
        jdk.version(),
        List.of(
            "Spring Boot: medians of %d interleaved starts of the jar of the integration tests."
                .formatted(effort.rounds())),
        List.of(table),
        List.of(
            new Target(
                "Spring Boot's first answered request, ms later",
                samples.added(Peers.EXPORTER_AGENT, Peers.NONE, ANSWERED),
                Math.max(LEAST_MILLIS, SHARE * table.value(Peers.NONE, ANSWERED)))));
  }

  private static void start(Candidate candidate, Samples samples)
      throws IOException, InterruptedException {
    int port = Running.freePort();
    try (Running application =
        Running.start(candidate.with("--server.address=127.0.0.1", "--server.port=" + port))) {
      application.await(() -> answers(port));
      Duration took = Duration.ofNanos(System.nanoTime() - application.started());
      samples.add(candidate.name(), ANSWERED, took.toNanos() / NANOS_PER_MILLI);
      Duration cpu = new ProcessFigures(application.pid()).cpu();
      samples.add(candidate.name(), CPU, cpu.toNanos() / NANOS_PER_MILLI);
    }
  }

  private static boolean answers(int port) {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      socket.getOutputStream().write(REQUEST);
      return new String(socket.getInputStream().readAllBytes(), US_ASCII)
          .startsWith("HTTP/1.1 200");
    } catch (IOException e) {
      // It does not listen yet.
      return false;
    }
  }
}
