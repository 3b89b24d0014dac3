package io.exporteragent.http;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Random;

/** Bytes that clients might send: requests, pipelined or not, most of them with faults. */
final class MutatedRequests {
  private static final String[] METHODS = {"GET", "HEAD", "POST", "get", "", "G@T"};
  private static final String[] TARGETS = {
    "/metrics", "/metrics?name[]=a", "/nope", "*", "http://localhost/metrics", "/%6d", "/%", "/a b"
  };
  private static final String[] VERSIONS = {"HTTP/1.1", "HTTP/1.0", "HTTP/2.0", "HTTP/1.1 ", "x"};
  private static final String[] HEADERS = {
    "Host: localhost",
    "Host: evil.example",
    "Accept: */*;q=0.1, text/plain",
    "Accept-Encoding: gzip",
    "Connection: close",
    "Connection: keep-alive",
    "Content-Length: 0",
    "Content-Length: 3",
    "Transfer-Encoding: chunked",
    "X-Prometheus-Scrape-Timeout-Seconds: 10",
    " folded",
    "no colon",
    "A:"
  };
  private static final String[] ENDS = {"\r\n", "\r\n", "\r\n", "\r\n", "\n", "\r", "\r\n\r\n"};

  private MutatedRequests() {}

  /** The same bytes for the same state of the generator. */
  static byte[] next(Random random) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    int requests = 1 + random.nextInt(3);
    for (int i = 0; i < requests; i++) {
      boolean isProper = random.nextInt(3) > 0;
      bytes.writeBytes(
          (isProper ? proper(random) : improper(random)).getBytes(StandardCharsets.ISO_8859_1));
    }
    byte[] sent = bytes.toByteArray();
    if (random.nextInt(3) == 0) {
      for (int i = random.nextInt(4); i >= 0; i--) {
        sent[random.nextInt(sent.length)] = (byte) random.nextInt(256);
      }
    }
    return sent;
  }

  private static String proper(Random random) {
    return "GET "
        + TARGETS[random.nextInt(3)]
        + " HTTP/1.1\r\n"
        + HEADERS[0]
        + "\r\n"
        + HEADERS[2 + random.nextInt(2)]
        + "\r\n\r\n";
  }

  private static String improper(Random random) {
    StringBuilder request = new StringBuilder();
    request.append(one(METHODS, random)).append(' ').append(one(TARGETS, random));
    request.append(' ').append(one(VERSIONS, random)).append(one(ENDS, random));
    for (int i = random.nextInt(5); i >= 0; i--) {
      request.append(one(HEADERS, random)).append(one(ENDS, random));
    }
    return request.append(one(ENDS, random)).toString();
  }

  private static String one(String[] choices, Random random) {
    return choices[random.nextInt(choices.length)];
  }
}
