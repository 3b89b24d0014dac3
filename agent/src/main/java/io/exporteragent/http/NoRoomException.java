package io.exporteragent.http;

import java.io.IOException;

/**
 * Thrown when other answers hold the memory that this one needs; it is restarted when they have
 * been sent. An {@link IOException}, because encoders pass those on and take any other for a
 * failure of one family.
 */
final class NoRoomException extends IOException {
  private static final long serialVersionUID = 1L;

  private final long neededBytes;

  NoRoomException(long neededBytes) {
    super("no room for more than " + neededBytes + " bytes of this answer");
    this.neededBytes = neededBytes;
  }

  /** Returns the least that the answer needs. */
  long neededBytes() {
    return neededBytes;
  }
}
