package io.exporteragent.tls;

import java.io.ByteArrayOutputStream;
import org.jspecify.annotations.Nullable;

/**
 * The few things that keys need of <a href="https://www.itu.int/rec/T-REC-X.690">DER</a>: elements
 * one after the other, and making such of others.
 */
final class Der {
  static final int INTEGER = 0x02;
  static final int OCTETS = 0x04;
  static final int OBJECT_ID = 0x06;
  static final int SEQUENCE = 0x30;

  /** The first element with a tag of its own kind in a structure. */
  static final int CONTEXT_0 = 0xA0;

  private static final int LONG_FORM = 0x80;
  private static final int MOST_LENGTH_BYTES = 3;

  private final byte[] bytes;
  private final int end;
  private int next;
  private int tag;
  private int from;
  private int to;

  private Der(byte[] bytes, int from, int end) {
    this.bytes = bytes;
    this.next = from;
    this.end = end;
  }

  /** Begins before the first element. */
  static Der of(byte[] bytes) {
    return new Der(bytes, 0, bytes.length);
  }

  /**
   * Goes to the next element; false if there is none.
   *
   * @throws IllegalArgumentException if it is malformed
   */
  boolean next() {
    if (next == end) {
      return false;
    }
    tag = octet();
    int length = octet();
    if (length >= LONG_FORM) {
      int count = length - LONG_FORM;
      if (count == 0 || count > MOST_LENGTH_BYTES) {
        throw malformed();
      }
      length = 0;
      for (int i = 0; i < count; i++) {
        length = length << 8 | octet();
      }
    }
    from = next;
    to = from + length;
    if (to > end) {
      throw malformed();
    }
    next = to;
    return true;
  }

  private int octet() {
    if (next >= end) {
      throw malformed();
    }
    return bytes[next++] & 0xFF;
  }

  private static IllegalArgumentException malformed() {
    return new IllegalArgumentException("it is not DER");
  }

  /** Goes to the next element, which must be of a kind. */
  Der require(int wanted) {
    if (!next() || tag != wanted) {
      throw malformed();
    }
    return this;
  }

  /** Goes to the next element of a kind, past others; null if there is none. */
  @Nullable Der find(int wanted) {
    while (next()) {
      if (tag == wanted) {
        return this;
      }
    }
    return null;
  }

  /** Begins before the first element within this one. */
  Der within() {
    return new Der(bytes, from, to);
  }

  /** Returns what the element holds. */
  byte[] content() {
    byte[] content = new byte[to - from];
    System.arraycopy(bytes, from, content, 0, content.length);
    return content;
  }

  /** Returns an object identifier, such as {@code 1.2.840.10045.2.1}. */
  String objectId() {
    StringBuilder id = new StringBuilder();
    long number = 0;
    for (int i = from; i < to; i++) {
      number = number << 7 | (bytes[i] & 0x7F);
      if ((bytes[i] & LONG_FORM) == 0) {
        if (id.length() == 0) {
          long first = Math.min(2, number / 40);
          id.append(first).append('.').append(number - 40 * first);
        } else {
          id.append('.').append(number);
        }
        number = 0;
      }
    }
    return id.toString();
  }

  /** Makes an element of a kind that holds the parts, one after the other. */
  static byte[] element(int tag, byte[]... parts) {
    int length = 0;
    for (byte[] part : parts) {
      length += part.length;
    }
    ByteArrayOutputStream element = new ByteArrayOutputStream(length + 5);
    element.write(tag);
    if (length >= LONG_FORM) {
      int count = (39 - Integer.numberOfLeadingZeros(length)) / 8;
      element.write(LONG_FORM + count);
      for (int shift = 8 * (count - 1); shift > 0; shift -= 8) {
        element.write(length >> shift);
      }
    }
    element.write(length);
    for (byte[] part : parts) {
      element.write(part, 0, part.length);
    }
    return element.toByteArray();
  }
}
