package io.exporteragent.benchmarks;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.Writer;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * A started candidate. For use by one thread.
 *
 * <p>Every method that waits fails after {@link #PATIENCE}, or at once when the process has ended,
 * and then tells what it wrote to standard error.
 */
final class Running implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofMinutes(2);
  private static final Duration BETWEEN_PAGES = Duration.ofMillis(200);
  private static final Duration BETWEEN_SCRAPES = Duration.ofSeconds(1);

  private final Candidate candidate;
  private final int port;
  private final Path error;
  private final long started;
  private final Process process;
  private final BufferedReader out;
  private final Writer in;

  private Running(Candidate candidate, int port, Path error) throws IOException {
    this.candidate = candidate;
    this.port = port;
    this.error = error;
    ProcessBuilder builder =
        new ProcessBuilder(candidate.command(port)).redirectError(error.toFile());
    builder.environment().keySet().removeIf(Running::reachesJvms);
    this.started = System.nanoTime();
    this.process = builder.start();
    this.out = process.inputReader(UTF_8);
    this.in = process.outputWriter(UTF_8);
  }

  /** Starts it on a port that is free now. */
  static Running start(Candidate candidate) throws IOException {
    return new Running(candidate, freePort(), Files.createTempFile("benchmark", ".stderr"));
  }

  static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  private static boolean reachesJvms(String variable) {
    return List.of("JAVA_TOOL_OPTIONS", "JDK_JAVA_OPTIONS").contains(variable)
        || Stream.of("EXPORTER_AGENT_", "OTEL_", "IO_PROMETHEUS_").anyMatch(variable::startsWith);
  }

  Candidate candidate() {
    return candidate;
  }

  int port() {
    return port;
  }

  long pid() {
    return process.pid();
  }

  /** When it was started, by the clock of {@link System#nanoTime}. */
  long started() {
    return started;
  }

  /** The next figures it says. */
  long[] hear() throws IOException {
    String line = out.readLine();
    while (line != null && !line.startsWith(">")) {
      line = out.readLine();
    }
    if (line == null) {
      throw failed("ended before it said what was asked for");
    }
    return Stream.of(line.substring(1).trim().split(" ")).mapToLong(Long::parseLong).toArray();
  }

  /** What it replies to a command. */
  long[] ask(String command) throws IOException {
    in.write(command + "\n");
    in.flush();
    return hear();
  }

  /** Scrapes from its start on until there is a page. */
  Page firstPage() throws IOException, InterruptedException {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    String reason = "it has ended";
    while (System.nanoTime() < deadline && process.isAlive()) {
      try (ScrapeClient client = new ScrapeClient(port, false)) {
        Page page = client.scrape();
        if (page.series() > 0) {
          return page;
        }
        reason = "the page is empty";
      } catch (IOException e) {
        reason = e.toString();
      }
      Thread.sleep(1);
    }
    throw failed("serves no metrics on port " + port + " (" + reason + ")");
  }

  /** Tries every millisecond until it succeeds. */
  void await(BooleanSupplier attempt) throws IOException, InterruptedException {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (!attempt.getAsBoolean()) {
      if (System.nanoTime() > deadline || !process.isAlive()) {
        throw failed("does not do what is awaited");
      }
      Thread.sleep(1);
    }
  }

  /**
   * Scrapes until a page is as it should be. With pauses: asked without, the pages would keep the
   * JIT compiler busy with themselves.
   */
  void awaitPage(Predicate<String> page) throws IOException, InterruptedException {
    firstPage();
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    try (ScrapeClient client = new ScrapeClient(port, false)) {
      client.scrape();
      while (!page.test(client.text())) {
        if (System.nanoTime() > deadline) {
          throw failed("does not serve what is awaited, but " + client.text());
        }
        Thread.sleep(BETWEEN_PAGES.toMillis());
        client.scrape();
      }
    }
  }

  /** Lets time pass, in which it is scraped every second if it serves a page. */
  void watch(Duration window) throws IOException, InterruptedException {
    if (!candidate.serves()) {
      Thread.sleep(window.toMillis());
      return;
    }
    long end = System.nanoTime() + window.toNanos();
    try (ScrapeClient client = new ScrapeClient(port, true)) {
      for (long left = window.toMillis(); left > 0; left = (end - System.nanoTime()) / 1_000_000) {
        client.scrape();
        Thread.sleep(Math.min(left, BETWEEN_SCRAPES.toMillis()));
      }
    }
  }

  /** Has it exit, and returns how long that took from the call of {@link System#exit}. */
  Duration exit() throws IOException, InterruptedException {
    long called = ask("exit")[0];
    await();
    return Duration.ofNanos(System.nanoTime() - called);
  }

  /** Waits for its end and returns what it wrote to standard error. */
  String await() throws IOException, InterruptedException {
    if (!process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
      throw failed("does not end");
    }
    return Files.readString(error);
  }

  private IOException failed(String what) throws IOException {
    return new IOException(
        candidate.name() + " " + what + "; its standard error: " + Files.readString(error));
  }

  @Override
  public void close() throws IOException {
    process.destroyForcibly().onExit().join();
    in.close();
    out.close();
    Files.delete(error);
  }
}
