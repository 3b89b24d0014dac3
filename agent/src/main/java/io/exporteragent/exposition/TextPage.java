package io.exporteragent.exposition;

import io.exporteragent.model.TextBuffer;
import java.io.IOException;
import java.io.OutputStream;
import org.jspecify.annotations.Nullable;

/**
 * The page that is being written: text that is handed on in large pieces, but not while the family
 * it belongs to may yet be taken back.
 */
final class TextPage {
  /** What is handed on at once, at least. */
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
   * A family begins.
   *
   * @param mayBeStreamed whether its points may be handed on before it has ended
   */
  void begin(boolean mayBeStreamed) {
    start = text.length();
    streamed = mayBeStreamed;
  }

  /** A point of the family is complete. */
  void endPoint() {
    if (streamed && text.length() >= PIECE_BYTES) {
      handOn();
    }
  }

  /** The family is complete. */
  void end() {
    if (text.length() >= PIECE_BYTES) {
      handOn();
    }
  }

  /** Takes back what was written of the family and not yet handed on; whole lines remain. */
  void takeBack() {
    text.truncate(start);
  }

  /** Hands on the rest. */
  void finish() throws IOException {
    handOn();
    if (failure != null) {
      throw failure;
    }
  }

  /** Keeps a failure to itself: a visitor of points may not throw it, nor must it look like one. */
  private void handOn() {
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
