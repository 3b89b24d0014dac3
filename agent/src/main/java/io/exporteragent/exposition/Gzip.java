package io.exporteragent.exposition;

import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import java.util.zip.Deflater;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;

/** Compresses at level 1: 2.4 times faster than the default for a page that is a quarter larger. */
public final class Gzip extends GZIPOutputStream {

  /** Begins to compress what is written to another stream. */
  public Gzip(OutputStream out) throws IOException {
    super(out, 8 * 1024);
    def.setLevel(Deflater.BEST_SPEED);
  }

  /**
   * Returns whether the client accepts gzip and does not prefer the plain page (<a
   * href="https://www.rfc-editor.org/rfc/rfc9110#section-12.5.3">RFC 9110, 12.5.3</a>).
   *
   * @param headers the values of the {@code Accept-Encoding} headers, well formed or not; null when
   *     absent
   */
  public static boolean isAccepted(@Nullable List<String> headers) {
    double gzip = -1;
    double identity = -1;
    double any = -1;
    for (HeaderElement coding : HeaderElement.parse(headers)) {
      switch (coding.name()) {
        case "gzip":
        case "x-gzip":
          gzip = Math.max(gzip, coding.quality());
          break;
        case "identity":
          identity = Math.max(identity, coding.quality());
          break;
        case "*":
          any = Math.max(any, coding.quality());
          break;
        default:
      }
    }
    double quality = gzip < 0 ? any : gzip;
    return quality > 0 && quality >= identity;
  }

  /** Frees the native memory also when the rest finds no room, which the JDK's does not. */
  @Override
  public void close() throws IOException {
    try {
      super.close();
    } finally {
      def.end();
    }
  }
}
