package io.exporteragent.httpclient;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.ProtocolException;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Status and headers of a response in HTTP/1.x (RFC 9112). */
final class ResponseHead {
  private static final Pattern STATUS_LINE = Pattern.compile("HTTP/1\\.(\\d) (\\d{3})(?: .*)?");
  private static final int MAX_BYTES = 64 << 10;

  private final int status;
  private final boolean persistent;
  private final Map<String, String> headers;

  private ResponseHead(int minorVersion, int status, Map<String, String> headers) {
    this.status = status;
    this.headers = headers;
    String connection = header("Connection").toLowerCase(Locale.ROOT);
    this.persistent =
        minorVersion > 0 ? !connection.contains("close") : connection.contains("keep-alive");
  }

  /**
   * Reads up to the body, past interim responses such as 100.
   *
   * @throws ProtocolException if this is not HTTP, or more than 64 KiB
   */
  static ResponseHead read(InputStream in) throws IOException {
    ResponseHead head = readOne(in);
    while (head.status < 200 && head.status != 101) {
      head = readOne(in);
    }
    return head;
  }

  private static ResponseHead readOne(InputStream in) throws IOException {
    LineReader lines = new LineReader(in);
    Matcher statusLine = STATUS_LINE.matcher(lines.next());
    if (!statusLine.matches()) {
      throw new ProtocolException("not an HTTP/1.1 response");
    }
    Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    for (String line = lines.next(); !line.isEmpty(); line = lines.next()) {
      int colon = line.indexOf(':');
      if (colon <= 0) {
        throw new ProtocolException("the response has a header without a name");
      }
      headers.merge(
          line.substring(0, colon).trim(),
          line.substring(colon + 1).trim(),
          (before, more) -> before + ", " + more);
    }
    return new ResponseHead(
        Integer.parseInt(statusLine.group(1)), Integer.parseInt(statusLine.group(2)), headers);
  }

  int status() {
    return status;
  }

  /** Returns whether the server lets the connection be used again. */
  boolean isPersistent() {
    return persistent;
  }

  /** Returns the value of a header in any case; empty if there is none. */
  String header(String name) {
    @Nullable String value = headers.get(name);
    return value == null ? "" : value;
  }

  /** Lines that end with LF or CRLF. */
  static final class LineReader {
    private final InputStream in;
    private int left = MAX_BYTES;

    LineReader(InputStream in) {
      this.in = in;
    }

    String next() throws IOException {
      ByteArrayOutputStream line = new ByteArrayOutputStream(80);
      for (int b = in.read(); b != '\n'; b = in.read()) {
        if (b < 0) {
          throw new ProtocolException("the response ends before its body begins");
        }
        if (--left < 0) {
          throw new ProtocolException("the headers of the response are larger than 64 KiB");
        }
        line.write(b);
      }
      String text = new String(line.toByteArray(), ISO_8859_1);
      return text.endsWith("\r") ? text.substring(0, text.length() - 1) : text;
    }
  }
}
