package io.exporteragent.exposition;

import io.exporteragent.model.TextBuffer;
import java.io.IOException;
import java.io.OutputStream;
import org.jspecify.annotations.Nullable;

/**
 * The page that is being written: text that is sent in large pieces, but not while the family it
 * belongs to may still be removed.
 */
final class TextPage {
  /** The least that is sent at once, except at the end. */
  static final int PIECE_BYTES = 16 * 1024;

  private final TextBuffer text;
  private final OutputStream out;
  private int start;
  private boolean streamed;
  private @Nullable IOException failure;

  TextPage(TextBuffer text, OutputStream out) {
    this.text = text;
    this.out = out;
  }

  TextBuffer text() {
    return text;
  }

  /**
   * Begins a family.
   *
   * @param mayBeStreamed whether its points may be sent before it has ended
   */
  void begin(boolean mayBeStreamed) {
    start = text.length();
    streamed = mayBeStreamed;
  }

  /** Ends a point of the family. */
  void endPoint() {
    if (streamed && text.length() >= PIECE_BYTES) {
      send();
    }
  }

  /** Ends the family. */
  void end() {
    if (text.length() >= PIECE_BYTES) {
      send();
    }
  }

  /** Removes what was written of the family and not yet sent; whole lines remain. */
  void takeBack() {
    text.truncate(start);
  }

  /** Sends the rest. */
  void finish() throws IOException {
    send();
    if (failure != null) {
      throw failure;
    }
  }

  /** Keeps a failure for {@link #finish}: thrown here it would look like a fault of the family. */
  private void send() {
    try {
      if (failure == null) {
        text.drainTo(out);
      }
    } catch (IOException e) {
      failure = e;
    }
    text.truncate(0);
    start = 0;
  }
}
