package io.exporteragent.http;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;

/** The body of an answer. */
final class PageBuffer extends ByteArrayOutputStream {
  /**
   * The JDK's server copies each piece it is given into a buffer twice as large, and the JDK keeps
   * a direct buffer as large as the largest piece for each thread.
   */
  private static final int PIECE_BYTES = 16 * 1024;

  PageBuffer(int bytes) {
    super(bytes);
  }

  @Override
  public synchronized void writeTo(OutputStream out) throws IOException {
    for (int start = 0; start < count; start += PIECE_BYTES) {
      out.write(buf, start, Math.min(PIECE_BYTES, count - start));
    }
  }
}
