package io.exporteragent.http;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The head of a request, which has no body. Immutable. */
final class Request {
  private final String method;
  private final String path;
  private final String query;
  private final @Nullable String host;
  private final boolean keepsAlive;
  private final List<String> headers;

  /**
   * @param path decoded
   * @param query as it was sent, empty when there is none
   * @param host of the target or the {@code Host} header, with a port if it has one; null when an
   *     HTTP/1.0 client names none
   * @param headers name, value, name, value
   */
  Request(
      String method,
      String path,
      String query,
      @Nullable String host,
      boolean keepsAlive,
      List<String> headers) {
    this.method = method;
    this.path = path;
    this.query = query;
    this.host = host;
    this.keepsAlive = keepsAlive;
    this.headers = headers;
  }

  String method() {
    return method;
  }

  boolean isHead() {
    return method.equals("HEAD");
  }

  String path() {
    return path;
  }

  String query() {
    return query;
  }

  @Nullable String host() {
    return host;
  }

  /** Returns whether the client may send more requests over the same connection. */
  boolean keepsAlive() {
    return keepsAlive;
  }

  /** Returns the values of a header in the order sent, empty when it is absent. */
  List<String> headers(String name) {
    List<String> values = new ArrayList<>(2);
    for (int i = 0; i < headers.size(); i += 2) {
      if (headers.get(i).equalsIgnoreCase(name)) {
        values.add(headers.get(i + 1));
      }
    }
    return values;
  }

  /** Returns the first value of a header, null when it is absent. */
  @Nullable String header(String name) {
    for (int i = 0; i < headers.size(); i += 2) {
      if (headers.get(i).equalsIgnoreCase(name)) {
        return headers.get(i + 1);
      }
    }
    return null;
  }
}
