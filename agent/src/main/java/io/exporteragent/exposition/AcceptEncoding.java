package io.exporteragent.exposition;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Decides whether a page is compressed (<a
 * href="https://www.rfc-editor.org/rfc/rfc9110#section-12.5.3">RFC 9110, 12.5.3</a>).
 */
public final class AcceptEncoding {
  private AcceptEncoding() {}

  /**
   * Whether the client takes gzip, and would not rather have the plain page.
   *
   * @param headers the values of the {@code Accept-Encoding} headers, well formed or not; null when
   *     absent
   */
  public static boolean wantsGzip(@Nullable List<String> headers) {
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
}
