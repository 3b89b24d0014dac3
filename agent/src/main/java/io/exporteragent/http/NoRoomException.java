package io.exporteragent.http;

import java.io.IOException;

/**
 * Other answers hold the memory that this one needs. It is begun anew when they have been sent. An
 * {@link IOException}, because encoders pass those on and take others for faults of a family.
 */
final class NoRoomException extends IOException {
  private static final long serialVersionUID = 1L;

  private final long neededBytes;

  NoRoomException(long neededBytes) {
    super("no room for more than " + neededBytes + " bytes of this answer");
    this.neededBytes = neededBytes;
  }

  /** What the answer needs at least. */
  long neededBytes() {
    return neededBytes;
  }
}
