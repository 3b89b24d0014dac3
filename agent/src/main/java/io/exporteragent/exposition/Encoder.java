package io.exporteragent.exposition;

import io.exporteragent.model.Family;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;

/** Writes families in the format that was agreed with the client. */
public interface Encoder {

  /**
   * Writes a whole page.
   *
   * @param families merged: no two have the same name, or would have on the page
   * @param out is neither closed nor flushed by the encoder
   * @throws IOException if {@code out} throws it
   */
  void write(List<Family> families, OutputStream out) throws IOException;
}
