package io.exporteragent.it;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.util.concurrent.TimeUnit.MINUTES;
import static java.util.regex.Pattern.MULTILINE;
import static java.util.regex.Pattern.compile;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The web application of {@code integration-tests/applications/web} on one server, and a client
 * that knows what it has asked for and what the answers were. It works in a directory of its own.
 */
final class WebApplication implements AutoCloseable {
  private static final Path WEB = Path.of(System.getProperty("applications"), "web");
  private static final Pattern PORT = compile("^port (\\d+)$", MULTILINE);
  private static final Pattern STATUS = compile("HTTP/1\\.1 (\\d{3})");
  private static final int PATIENCE_MILLIS = 120_000;
  private static final List<String> NEWEST = List.of("jetty-12.1", "tomcat-11.0", "undertow-2.3");

  /** Asked with until the server is measured, and with nothing else. */
  static final String TRIAL = "OPTIONS";

  private static final String SHOP = "/shop/*";
  private static final String EXACT = "/exact";

  private final String server;
  private final Program program;
  private final Path directory;
  private final int port;
  private final Map<String, Integer> answers = new ConcurrentSkipListMap<>();

  private WebApplication(String server, Program program, Path directory, int port) {
    this.server = server;
    this.program = program;
    this.directory = directory;
    this.port = port;
  }

  /** Returns the names of the servers. */
  static List<String> servers() {
    try (var folders = Files.list(WEB)) {
      return folders
          .filter(folder -> Files.isDirectory(folder.resolve("target")))
          .map(folder -> folder.getFileName().toString())
          .sorted()
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Returns the names of the newest servers of each kind; with {@code -Dlong} all of them. */
  static List<String> newestServers() {
    return System.getProperty("long") == null ? NEWEST : servers();
  }

  /**
   * Starts it.
   *
   * @param options for the JVM
   */
  static WebApplication start(String server, String... options) {
    Path jar = WEB.resolve(server).resolve("target").resolve(server + "-app.jar");
    try {
      Path directory = Files.createTempDirectory(server);
      Program program =
          Program.java(Jdk.all().get(0))
              .with("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1")
              .with(options)
              .with("-jar", jar.toAbsolutePath().normalize().toString())
              .in(directory)
              .start();
      int port = Integer.parseInt(program.awaitOutput(PORT).group(1));
      return new WebApplication(server, program, directory, port);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  Program program() {
    return program;
  }

  int port() {
    return port;
  }

  /** Returns how often a method, a status and a route were asked for and answered. */
  Map<String, Integer> answers() {
    return Collections.unmodifiableMap(new TreeMap<>(answers));
  }

  /** Forgets all answers. */
  void forget() {
    answers.clear();
  }

  /** Asks in a way of its own. */
  void tryOut() {
    ask(TRIAL, EXACT, EXACT);
  }

  /** Asks for everything that ends in another way, once. */
  void askEverything() {
    ask("GET", "/shop/a", SHOP);
    ask("POST", "/shop/create", SHOP);
    ask("HEAD", EXACT, EXACT);
    ask("BREW", EXACT, EXACT);
    ask("GET", "/a.do", "/*.do");
    ask("GET", "/nowhere", "");
    ask("GET", "/shop/fail", SHOP);
    ask("GET", "/shop/refuse", SHOP);
    ask("GET", "/shop/forward", SHOP);
    ask("GET", "/shop/complete", SHOP);
    ask("GET", "/shop/dispatch", SHOP);
    ask("GET", "/shop/dispatch-elsewhere", SHOP);
    ask("GET", "/shop/timeout", SHOP);
    askInOneGo("GET", List.of("/shop/1", "/shop/create", "/shop/2"), SHOP);
  }

  /** Returns whether the server takes the request for another protocol for one of its own. */
  boolean tellsOfUpgrades() {
    return !server.startsWith("jetty");
  }

  /**
   * Asks once, on a connection of its own.
   *
   * @param path after the context
   * @param route what it belongs to; empty for none
   */
  void ask(String method, String path, String route) {
    read(send(request(method, path, true)), method, route, 1);
  }

  /** Asks for all paths on one connection, without waiting for an answer before the last. */
  void askInOneGo(String method, List<String> paths, String route) {
    StringBuilder all = new StringBuilder();
    for (int i = 0; i < paths.size(); i++) {
      all.append(request(method, paths.get(i), i == paths.size() - 1));
    }
    read(send(all.toString()), method, route, paths.size());
  }

  private static String request(String method, String path, boolean isLast) {
    return method
        + " /web"
        + path
        + " HTTP/1.1\r\nHost: localhost\r\nContent-Length: 0\r\n"
        + (isLast ? "Connection: close\r\n" : "")
        + "\r\n";
  }

  /** Asks, reads a little, and goes away. */
  void leave(String path) {
    try (Socket socket = send(request("GET", path, false))) {
      socket.getInputStream().readNBytes(100);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Socket send(String bytes) {
    try {
      Socket socket = new Socket(InetAddress.getLoopbackAddress(), port);
      socket.setSoTimeout(PATIENCE_MILLIS);
      socket.getOutputStream().write(bytes.getBytes(ISO_8859_1));
      socket.getOutputStream().flush();
      return socket;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void read(Socket connection, String method, String route, int expected) {
    try (Socket socket = connection;
        InputStream in = socket.getInputStream()) {
      Matcher status = STATUS.matcher(new String(in.readAllBytes(), ISO_8859_1));
      List<String> found = new ArrayList<>();
      while (status.find()) {
        found.add(status.group(1));
      }
      if (found.size() != expected) {
        throw new IllegalStateException(expected + " answers expected, not " + found);
      }
      found.forEach(each -> answered(method, each, route));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Counts an answer that was had in another way. */
  void answered(String method, String status, String route) {
    answers.merge(
        method + " " + status + " " + (route.isEmpty() ? "" : "/web" + route), 1, Integer::sum);
  }

  /** Returns the lines of the server's own log of requests, once there are so many. */
  List<String> log(int lines) {
    Path log = directory.resolve("access.log");
    await().atMost(2, MINUTES).until(() -> Files.readAllLines(log).size() >= lines);
    try {
      return Files.readAllLines(log);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    program.close();
    ServerApplication.delete(directory);
  }
}
