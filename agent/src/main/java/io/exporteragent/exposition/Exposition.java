package io.exporteragent.exposition;

import io.prometheus.metrics.config.EscapingScheme;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * How a page is written: its format, and how names beyond the old character set are escaped.
 *
 * <pre>{@code
 * Exposition.accepted(request.headers("Accept"))    // a server: what the client prefers
 * Exposition.of(ExpositionFormat.TEXT_0_0_4)        // a client that sends
 * }</pre>
 */
public final class Exposition {
  private final ExpositionFormat format;
  private final EscapingScheme escaping;

  Exposition(ExpositionFormat format, EscapingScheme escaping) {
    this.format = format;
    this.escaping = escaping;
  }

  /** Returns a format in which underscores replace what the old character set lacks. */
  public static Exposition of(ExpositionFormat format) {
    return new Exposition(format, EscapingScheme.UNDERSCORE_ESCAPING);
  }

  /**
   * Chooses the format that the client gives the highest quality (<a
   * href="https://www.rfc-editor.org/rfc/rfc9110#section-12.5.1">RFC 9110, 12.5.1</a>), and the
   * escaping it asks for. A client that asks for nothing we know gets text 0.0.4, which everything
   * can read.
   *
   * @param headers the values of the {@code Accept} headers, well formed or not; null when absent
   */
  public static Exposition accepted(@Nullable List<String> headers) {
    List<HeaderElement> ranges = HeaderElement.parse(headers);
    Exposition chosen = of(ExpositionFormat.TEXT_0_0_4);
    int chosenRange = -1;
    int chosenSpecificity = -1;
    for (ExpositionFormat format : ExpositionFormat.values()) {
      int range = mostSpecific(ranges, format);
      if (range < 0 || ranges.get(range).quality() <= 0) {
        continue;
      }
      int specificity = format.specificity(ranges.get(range));
      int order =
          chosenRange < 0
              ? 1
              : Double.compare(ranges.get(range).quality(), ranges.get(chosenRange).quality());
      if (order == 0) {
        order = Integer.compare(specificity, chosenSpecificity);
      }
      if (order == 0) {
        order = Integer.compare(chosenRange, range);
      }
      if (order > 0) {
        chosen = new Exposition(format, escaping(format, ranges.get(range)));
        chosenRange = range;
        chosenSpecificity = specificity;
      }
    }
    return chosen;
  }

  ExpositionFormat format() {
    return format;
  }

  EscapingScheme escaping() {
    return escaping;
  }

  /** Returns the value of the {@code Content-Type} header. */
  public String contentType() {
    return format.contentType(escaping);
  }

  private static int mostSpecific(List<HeaderElement> ranges, ExpositionFormat format) {
    int best = -1;
    int bestSpecificity = -1;
    for (int i = 0; i < ranges.size(); i++) {
      int specificity = format.specificity(ranges.get(i));
      if (specificity > bestSpecificity) {
        best = i;
        bestSpecificity = specificity;
      }
    }
    return best;
  }

  private static EscapingScheme escaping(ExpositionFormat format, HeaderElement range) {
    String wanted = range.parameter("escaping");
    if (format.hasEscaping() && wanted != null) {
      for (EscapingScheme scheme : EscapingScheme.values()) {
        if (scheme.getValue().equals(wanted.toLowerCase(Locale.ROOT))) {
          return scheme;
        }
      }
    }
    return EscapingScheme.UNDERSCORE_ESCAPING;
  }
}
