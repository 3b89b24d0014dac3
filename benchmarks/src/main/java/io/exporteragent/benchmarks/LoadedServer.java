package io.exporteragent.benchmarks;

import io.exporteragent.benchmarks.program.SignalPage;
import java.io.IOException;
import java.time.Duration;

/**
 * A server under load, which is measured in slices of time: others are measured in between, so that
 * what else the machine does meets all of them alike.
 */
final class LoadedServer implements AutoCloseable {
  private final Running server;
  private final RequestLoad load;
  private Duration cpu = Duration.ZERO;
  private long allocated;
  private long requests;
  private long nanos;

  private LoadedServer(Running server, RequestLoad load) {
    this.server = server;
    this.load = load;
  }

  /** Starts a server, has it count requests and statements if it can, and warms it up. */
  static LoadedServer start(Candidate candidate, int connections, Duration warmUp)
      throws IOException, InterruptedException {
    Running server = Running.start(candidate);
    try {
      LoadedServer loaded =
          new LoadedServer(server, new RequestLoad((int) server.hear()[1], connections));
      if (candidate.serves()) {
        // Both agents change classes from some time after the start on.
        server.awaitPage(page -> new SignalPage(page).requests() > 0);
        server.awaitPage(page -> new SignalPage(page).statements() > 0);
      }
      server.watch(warmUp);
      loaded.load.pause();
      loaded.load.p99Nanos();
      return loaded;
    } catch (IOException | InterruptedException | RuntimeException e) {
      server.close();
      throw e;
    }
  }

  /** Has it serve requests for that time, beginning with a scrape if it serves a page. */
  void measure(Duration slice) throws IOException, InterruptedException {
    ProcessFigures process = new ProcessFigures(server.pid());
    long allocatedBefore = server.ask("workers")[0];
    Duration cpuBefore = process.cpu();
    long answeredBefore = load.answered();
    long began = System.nanoTime();
    load.resume();
    server.watch(slice);
    load.pause();
    nanos += System.nanoTime() - began;
    requests += load.answered() - answeredBefore;
    cpu = cpu.plus(process.cpu().minus(cpuBefore));
    allocated += server.ask("workers")[0] - allocatedBefore;
  }

  double cpuNanosOfRequest() {
    return (double) cpu.toNanos() / requests;
  }

  double allocatedOfRequest() {
    return (double) allocated / requests;
  }

  double requestsInNano() {
    return (double) requests / nanos;
  }

  /** Of all slices. */
  long p99Nanos() {
    return load.p99Nanos();
  }

  @Override
  public void close() throws IOException {
    try {
      load.close();
    } finally {
      server.close();
    }
  }
}
