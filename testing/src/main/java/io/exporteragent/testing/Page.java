package io.exporteragent.testing;

import static java.nio.charset.StandardCharsets.UTF_8;

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

/**
 * An answer over HTTP, with its samples where it is a page of metrics.
 *
 * @param response as it was received
 */
public record Page(HttpResponse<byte[]> response) {
  private static final HttpClient CLIENT =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(Duration.ofMinutes(1))
          .build();

  /** Gets a page; the headers are names and values in turn. */
  public static Page get(URI uri, String... headers) {
    return send("GET", uri, headers);
  }

  /** Scrapes the agent that serves there. */
  public static Page metrics(URI server, String... headers) {
    return get(server.resolve("/metrics"), headers);
  }

  /** Sends a request without a body; the headers are names and values in turn. */
  public static Page send(String method, URI uri, String... headers) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(uri)
            .timeout(Duration.ofMinutes(2))
            .method(method, HttpRequest.BodyPublishers.noBody());
    if (headers.length > 0) {
      request.headers(headers);
    }
    try {
      return new Page(CLIENT.send(request.build(), HttpResponse.BodyHandlers.ofByteArray()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Returns the status code. */
  public int status() {
    return response.statusCode();
  }

  /** Returns the body as UTF-8. */
  public String body() {
    return new String(response.body(), UTF_8);
  }

  /** Returns the first header of that name, an empty string when there is none. */
  public String header(String name) {
    return response.headers().firstValue(name).orElse("");
  }

  /** Returns the sample by its series as written, for instance {@code app_health{state="ok"}}. */
  public Map<String, Double> samples() {
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

  /** Returns the value of a series, NaN when it is missing. */
  public double value(String series) {
    return samples().getOrDefault(series, Double.NaN);
  }

  /** Returns the names of the families, by their TYPE lines. */
  public TreeSet<String> families() {
    TreeSet<String> names = new TreeSet<>();
    body()
        .lines()
        .filter(line -> line.startsWith("# TYPE "))
        .forEach(line -> names.add(line.split(" ", 4)[2]));
    return names;
  }

  /** Returns whether a collector of the agent worked at this scrape. */
  public boolean succeeded(String collector) {
    return value("exporter_agent_collector_success{collector=\"" + collector + "\"}") == 1;
  }
}
