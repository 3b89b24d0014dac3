package io.exporteragent.http;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Parses the head of a request as <a href="https://www.rfc-editor.org/rfc/rfc9112">RFC 9112</a>
 * defines it, and rejects what two parsers could read in two ways.
 */
final class RequestHead {
  static final int MOST_TARGET_BYTES = 8 * 1024;

  private static final String TOKEN_PUNCTUATION = "!#$%&'*+-.^_`|~";
  private static final String HOST_PUNCTUATION = "-._~!$&'()*+,;=:[]%";

  private final List<String> headers = new ArrayList<>(16);
  private @Nullable String host;
  private @Nullable String contentLength;
  private boolean close;
  private boolean keepAlive;

  private RequestHead() {}

  /**
   * @param end of the head, whose lines all end with CR LF and of which the last is empty; one
   *     empty line may precede it
   */
  static Request parse(byte[] bytes, int end) throws BadRequest {
    int start = bytes[0] == '\r' ? 2 : 0;
    // Maps every byte to one character: nothing is lost or decoded.
    String head = new String(bytes, start, end - start, StandardCharsets.ISO_8859_1);
    int firstEnd = head.indexOf('\r');
    RequestHead parsed = new RequestHead();
    for (int at = firstEnd + 2; at < head.length() - 2; ) {
      int lineEnd = head.indexOf('\r', at);
      parsed.header(head, at, lineEnd);
      at = lineEnd + 2;
    }
    return parsed.request(head.substring(0, firstEnd));
  }

  static BadRequest targetTooLong() {
    return new BadRequest(414, "The target of a request may have " + MOST_TARGET_BYTES + " bytes");
  }

  private Request request(String line) throws BadRequest {
    int first = line.indexOf(' ');
    int last = line.lastIndexOf(' ');
    if (first <= 0 || last == first) {
      throw new BadRequest(400, "The first line must be method, target and version");
    }
    String method = line.substring(0, first);
    String target = line.substring(first + 1, last);
    String version = line.substring(last + 1);
    if (!isToken(method)) {
      throw new BadRequest(400, "The method is malformed");
    }
    boolean isCurrent = isCurrent(version);
    if (target.length() > MOST_TARGET_BYTES) {
      throw targetTooLong();
    }
    if (isCurrent && host == null) {
      throw new BadRequest(400, "The header Host is missing");
    }
    if (contentLength != null && !contentLength.equals("0")) {
      throw new BadRequest(400, "A request must not have a body");
    }
    return withTarget(method, target, isCurrent ? !close : keepAlive && !close);
  }

  private static boolean isCurrent(String version) throws BadRequest {
    boolean isVersion =
        version.length() == 8
            && version.startsWith("HTTP/")
            && isDigit(version.charAt(5))
            && version.charAt(6) == '.'
            && isDigit(version.charAt(7));
    if (!isVersion) {
      throw new BadRequest(400, "The version is malformed");
    }
    if (version.charAt(5) != '1') {
      throw new BadRequest(505, "The version of HTTP must be 1.1 or 1.0");
    }
    return version.charAt(7) != '0';
  }

  private Request withTarget(String method, String target, boolean keepsAlive) throws BadRequest {
    for (int i = 0; i < target.length(); i++) {
      char c = target.charAt(i);
      if (c <= ' ' || c >= 0x7F || c == '#') {
        throw new BadRequest(400, "The target has a character that must be percent-encoded");
      }
    }
    String origin = target;
    String authority = host;
    if (!target.startsWith("/")) {
      int scheme = target.indexOf("://");
      if (scheme > 0 && isHttp(target.substring(0, scheme))) {
        int pathStart = endOfAuthority(target, scheme + 3);
        authority = target.substring(scheme + 3, pathStart);
        checkHost(authority);
        if (authority.isEmpty()) {
          throw new BadRequest(400, "The target has no host");
        }
        String rest = target.substring(pathStart);
        origin = rest.startsWith("/") ? rest : "/" + rest;
      } else if (method.equals("GET") || method.equals("HEAD")) {
        throw new BadRequest(400, "The target must begin with a slash");
      } else {
        // OPTIONS * and CONNECT host:port, which the router refuses for their method.
        origin = "/";
      }
    }
    int question = origin.indexOf('?');
    String path = question < 0 ? origin : origin.substring(0, question);
    return new Request(
        method,
        PercentDecoding.path(path),
        question < 0 ? "" : origin.substring(question + 1),
        authority,
        keepsAlive,
        headers);
  }

  private static boolean isHttp(String scheme) {
    return scheme.equalsIgnoreCase("http") || scheme.equalsIgnoreCase("https");
  }

  private static int endOfAuthority(String target, int start) {
    for (int i = start; i < target.length(); i++) {
      if (target.charAt(i) == '/' || target.charAt(i) == '?') {
        return i;
      }
    }
    return target.length();
  }

  private void header(String head, int start, int end) throws BadRequest {
    int colon = head.indexOf(':', start);
    if (colon < 0 || colon >= end) {
      throw new BadRequest(400, "A header line must be a name, a colon and a value");
    }
    String name = head.substring(start, colon);
    if (!isToken(name)) {
      // Also rejects a line that begins with a space: obsolete line folding.
      throw new BadRequest(400, "The name of a header is malformed");
    }
    String value = value(head, colon + 1, end);
    headers.add(name);
    headers.add(value);
    if (name.equalsIgnoreCase("Host")) {
      if (host != null) {
        throw new BadRequest(400, "The header Host occurs twice");
      }
      checkHost(value);
      host = value;
    } else if (name.equalsIgnoreCase("Content-Length")) {
      if (contentLength != null && !contentLength.equals(value)) {
        throw new BadRequest(400, "The header Content-Length occurs with two values");
      }
      contentLength = value;
    } else if (name.equalsIgnoreCase("Transfer-Encoding")) {
      throw new BadRequest(400, "A request must not have a body");
    } else if (name.equalsIgnoreCase("Connection")) {
      for (String option : value.toLowerCase(Locale.ROOT).split(",", -1)) {
        close |= option.trim().equals("close");
        keepAlive |= option.trim().equals("keep-alive");
      }
    }
  }

  private static String value(String head, int from, int to) throws BadRequest {
    int start = from;
    int end = to;
    while (start < end && isBlank(head.charAt(start))) {
      start++;
    }
    while (start < end && isBlank(head.charAt(end - 1))) {
      end--;
    }
    for (int i = start; i < end; i++) {
      char c = head.charAt(i);
      if ((c < ' ' && c != '\t') || c == 0x7F) {
        throw new BadRequest(400, "The value of a header has a control character");
      }
    }
    return head.substring(start, end);
  }

  private static void checkHost(String value) throws BadRequest {
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      if (!isLetterOrDigit(c) && HOST_PUNCTUATION.indexOf(c) < 0) {
        throw new BadRequest(400, "The host is malformed");
      }
    }
  }

  private static boolean isToken(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (!isLetterOrDigit(c) && TOKEN_PUNCTUATION.indexOf(c) < 0) {
        return false;
      }
    }
    return !text.isEmpty();
  }

  private static boolean isLetterOrDigit(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || isDigit(c);
  }

  private static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }

  private static boolean isBlank(char c) {
    return c == ' ' || c == '\t';
  }
}
