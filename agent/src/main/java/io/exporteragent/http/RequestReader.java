package io.exporteragent.http;

import java.nio.ByteBuffer;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Splits the bytes of one connection into request heads. Checks byte by byte, so that it makes no
 * difference how the network split a request. Not thread-safe.
 */
final class RequestReader {
  /** The longest head, with its last line end. */
  static final int MOST_HEAD_BYTES = 16 * 1024;

  /** The longest request line: the longest target with method, version, spaces and line end. */
  private static final int MOST_REQUEST_LINE_BYTES = RequestHead.MOST_TARGET_BYTES + 64;

  /** The first byte of a TLS connection: a record with a handshake. */
  private static final byte TLS_HANDSHAKE = 0x16;

  /** Enough for most heads. */
  private static final int USUAL_BYTES = 1024;

  private static final byte[] NONE = {};

  private byte[] bytes = NONE;
  private int length;
  private int scanned;
  private int lineStart;
  private boolean inFirstLine = true;

  /** Appends bytes, no more than there is {@link #room} for. */
  void append(ByteBuffer arrived) {
    int count = arrived.remaining();
    if (bytes.length - length < count) {
      int wanted = Math.max(length + count, Math.max(USUAL_BYTES, 2 * bytes.length));
      bytes = Arrays.copyOf(bytes, Math.min(wanted, MOST_HEAD_BYTES));
    }
    arrived.get(bytes, length, count);
    length += count;
  }

  /** Returns how many bytes can be appended before {@link #next} returns a request. */
  int room() {
    return MOST_HEAD_BYTES - length;
  }

  /** Returns whether no byte of a request has arrived. */
  boolean isEmpty() {
    return length == 0;
  }

  /**
   * Returns the next request, null while it is not complete.
   *
   * @throws BadRequest if it is malformed, too large or ambiguous; nothing after it can be read
   */
  @Nullable Request next() throws BadRequest {
    while (scanned < length) {
      byte b = bytes[scanned];
      if (scanned == 0 && b == TLS_HANDSHAKE) {
        throw new BadRequest(400, "This port speaks plain HTTP, the client wants TLS");
      }
      boolean afterReturn = scanned > lineStart && bytes[scanned - 1] == '\r';
      if (afterReturn != (b == '\n')) {
        throw new BadRequest(400, "A line must end with CR LF, and only there may be either");
      }
      scanned++;
      if (b == '\n') {
        int lineLength = scanned - 2 - lineStart;
        if (lineLength > 0) {
          lineStart = scanned;
          inFirstLine = false;
        } else if (inFirstLine && lineStart > 0) {
          throw new BadRequest(400, "Empty lines in front of a request");
        } else if (inFirstLine) {
          // RFC 9112, 2.2: old clients send an empty line after the body of the previous request.
          lineStart = scanned;
        } else {
          return cut();
        }
      } else if (inFirstLine && scanned - lineStart > MOST_REQUEST_LINE_BYTES) {
        throw RequestHead.targetTooLong();
      }
    }
    if (room() == 0) {
      throw new BadRequest(431, "The head of a request may have " + MOST_HEAD_BYTES + " bytes");
    }
    return null;
  }

  private Request cut() throws BadRequest {
    Request request = RequestHead.parse(bytes, scanned);
    int rest = length - scanned;
    if (rest == 0 && bytes.length > USUAL_BYTES) {
      bytes = NONE;
    } else {
      System.arraycopy(bytes, scanned, bytes, 0, rest);
    }
    length = rest;
    scanned = 0;
    lineStart = 0;
    inFirstLine = true;
    return request;
  }
}
