package io.exporteragent.httpclient;

import java.io.IOException;
import java.io.InputStream;
import java.net.ProtocolException;

/**
 * The body of a response, however the server marks its end (RFC 9112 section 6): by chunks, by a
 * length, or by closing the connection.
 */
final class ResponseBody extends InputStream {
  private final InputStream in;
  private final boolean chunked;
  private final boolean delimited;
  private long left;
  private boolean ended;

  private ResponseBody(InputStream in, boolean chunked, boolean delimited, long left) {
    this.in = in;
    this.chunked = chunked;
    this.delimited = delimited;
    this.left = left;
    this.ended = delimited && !chunked && left == 0;
  }

  /**
   * Returns the body that follows a head.
   *
   * @throws ProtocolException if the head does not say how long the body is
   */
  static ResponseBody of(ResponseHead head, InputStream in) throws IOException {
    if (head.status() == 204 || head.status() == 304) {
      return new ResponseBody(in, false, true, 0);
    }
    String coding = head.header("Transfer-Encoding");
    if (coding.equalsIgnoreCase("chunked")) {
      return new ResponseBody(in, true, true, 0);
    }
    if (!coding.isEmpty()) {
      throw new ProtocolException("the response has a Transfer-Encoding other than chunked");
    }
    String length = head.header("Content-Length");
    if (length.isEmpty()) {
      return new ResponseBody(in, false, false, 0);
    }
    return new ResponseBody(in, false, true, parse(length, 10, "Content-Length"));
  }

  /** Returns whether the whole body was read and the next response may follow. */
  boolean isAtItsEnd() {
    return ended && delimited;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
  }

  @Override
  public int read(byte[] buffer, int offset, int length) throws IOException {
    if (length == 0) {
      return 0;
    }
    if (chunked && left == 0 && !ended) {
      beginChunk();
    }
    if (ended) {
      return -1;
    }
    int read = in.read(buffer, offset, delimited ? (int) Math.min(length, left) : length);
    if (read < 0) {
      ended = true;
      if (delimited) {
        throw new ProtocolException("the response ends before its body does");
      }
      return -1;
    }
    if (delimited) {
      consumed(read);
    }
    return read;
  }

  private void consumed(int read) throws IOException {
    left -= read;
    if (left == 0) {
      if (chunked) {
        expectEmptyLine();
      } else {
        ended = true;
      }
    }
  }

  private void expectEmptyLine() throws IOException {
    if (!new ResponseHead.LineReader(in).next().isEmpty()) {
      throw new ProtocolException("the body has a chunk that is longer than it says");
    }
  }

  private void beginChunk() throws IOException {
    ResponseHead.LineReader lines = new ResponseHead.LineReader(in);
    String size = lines.next();
    int extension = size.indexOf(';');
    left = parse(extension < 0 ? size : size.substring(0, extension), 16, "chunk size");
    if (left == 0) {
      String trailer = lines.next();
      while (!trailer.isEmpty()) {
        trailer = lines.next();
      }
      ended = true;
    }
  }

  private static long parse(String number, int radix, String what) throws IOException {
    String digits = number.trim();
    try {
      if (Character.digit(digits.isEmpty() ? ' ' : digits.charAt(0), radix) >= 0) {
        return Long.parseLong(digits, radix);
      }
    } catch (NumberFormatException e) {
      // Reported below, in the words of HTTP.
    }
    throw new ProtocolException("the response has a " + what + " that is not a number");
  }
}
