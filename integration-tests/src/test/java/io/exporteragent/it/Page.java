package io.exporteragent.it;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeSet;

/** An answer of the agent, with its samples where it is text. */
record Page(HttpResponse<String> response) {
  private static final HttpClient CLIENT =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(Duration.ofMinutes(1))
          .build();

  static Page get(URI uri, String... headers) {
    return send("GET", uri, headers);
  }

  static Page metrics(URI server, String... headers) {
    return get(server.resolve("/metrics"), headers);
  }

  static Page send(String method, URI uri, String... headers) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(uri)
            .timeout(Duration.ofMinutes(2))
            .method(method, HttpRequest.BodyPublishers.noBody());
    if (headers.length > 0) {
      request.headers(headers);
    }
    try {
      return new Page(CLIENT.send(request.build(), HttpResponse.BodyHandlers.ofString()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  int status() {
    return response.statusCode();
  }

  String body() {
    return response.body();
  }

  String header(String name) {
    return response.headers().firstValue(name).orElse("");
  }

  /** Sample by series as written, for instance {@code app_health{state="ok"}}. */
  Map<String, Double> samples() {
    Map<String, Double> samples = new LinkedHashMap<>();
    body()
        .lines()
        .filter(line -> !line.startsWith("#") && !line.isEmpty())
        .forEach(
            line -> {
              int end = line.contains("}") ? line.lastIndexOf('}') + 1 : line.indexOf(' ');
              String value = line.substring(end).trim().split(" ", 2)[0];
              if (samples.put(line.substring(0, end), parse(value)) != null) {
                throw new IllegalStateException("twice on the page: " + line);
              }
            });
    return samples;
  }

  private static double parse(String value) {
    return switch (value) {
      case "+Inf" -> Double.POSITIVE_INFINITY;
      case "-Inf" -> Double.NEGATIVE_INFINITY;
      default -> Double.parseDouble(value);
    };
  }

  /** The value of a series, NaN when it is missing. */
  double value(String series) {
    return samples().getOrDefault(series, Double.NaN);
  }

  /** The families by their TYPE lines. */
  TreeSet<String> families() {
    TreeSet<String> names = new TreeSet<>();
    body()
        .lines()
        .filter(line -> line.startsWith("# TYPE "))
        .forEach(line -> names.add(line.split(" ", 4)[2]));
    return names;
  }

  boolean succeeded(String collector) {
    return value("exporter_agent_collector_success{collector=\"" + collector + "\"}") == 1;
  }
}
