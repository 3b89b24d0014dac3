package io.exporteragent.benchmarks;

import io.exporteragent.benchmarks.program.SignalPage;
import java.io.IOException;
import java.time.Duration;

/**
 * A server under load, which is measured in slices of time: others are measured in between, so that
 * what else the machine does meets all of them alike. What a request costs is measured where each
 * connection sends some at once: most of what a single one costs is the way through the operating
 * system, which varies by more than all that is looked for.
 */
final class LoadedServer implements AutoCloseable {
  private static final int AT_ONCE = 32;

  private final Running server;
  private final RequestLoad load;
  private Duration cpu = Duration.ZERO;
  private long allocated;
  private long requests;
  private long requestsAlone;
  private long nanosAlone;

  private LoadedServer(Running server, RequestLoad load) {
    this.server = server;
    this.load = load;
  }

  /** Starts a server, has it count requests and statements if it can, and warms it up. */
  static LoadedServer start(Candidate candidate, int connections, Duration warmUp)
      throws IOException, InterruptedException {
    Running server = Running.start(candidate);
    RequestLoad load = null;
    try {
      load = new RequestLoad((int) server.hear()[1], connections);
      if (candidate.serves() && !candidate.name().equals(SignalPeers.WITHOUT)) {
        // Both agents change classes from some time after the start on.
        server.awaitPage(page -> new SignalPage(page).requests() > 0);
        server.awaitPage(page -> new SignalPage(page).statements() > 0);
      }
      LoadedServer loaded = new LoadedServer(server, load);
      server.watch(warmUp.dividedBy(2));
      load.pause();
      load.resume(AT_ONCE);
      server.watch(warmUp.dividedBy(2));
      load.pause();
      load.p99Nanos();
      return loaded;
    } catch (IOException | InterruptedException | RuntimeException e) {
      if (load != null) {
        load.close();
      }
      server.close();
      throw e;
    }
  }

  /**
   * Has it serve many requests for that time.
   *
   * @param isScraped whether it begins with a scrape, if it serves a page
   */
  void measureCost(Duration slice, boolean isScraped) throws IOException, InterruptedException {
    ProcessFigures process = new ProcessFigures(server.pid());
    long allocatedBefore = server.ask("workers")[0];
    Duration cpuBefore = process.cpu();
    long answeredBefore = load.answered();
    load.resume(AT_ONCE);
    pass(slice, isScraped);
    load.pause();
    requests += load.answered() - answeredBefore;
    cpu = cpu.plus(process.cpu().minus(cpuBefore));
    allocated += server.ask("workers")[0] - allocatedBefore;
  }

  private void pass(Duration slice, boolean isScraped) throws IOException, InterruptedException {
    if (isScraped) {
      server.watch(slice);
    } else {
      Thread.sleep(slice.toMillis());
    }
  }

  /** Has it serve one request after the other on each connection, likewise. */
  void measureSpeed(Duration slice, boolean isScraped) throws IOException, InterruptedException {
    long answeredBefore = load.answered();
    long began = System.nanoTime();
    load.resume(1);
    pass(slice, isScraped);
    load.pause();
    nanosAlone += System.nanoTime() - began;
    requestsAlone += load.answered() - answeredBefore;
  }

  double cpuNanosOfRequest() {
    return (double) cpu.toNanos() / requests;
  }

  double allocatedOfRequest() {
    return (double) allocated / requests;
  }

  double requestsInNano() {
    return (double) requestsAlone / nanosAlone;
  }

  /** Of requests one after the other. */
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
