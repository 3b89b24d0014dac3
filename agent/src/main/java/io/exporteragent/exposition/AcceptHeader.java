package io.exporteragent.exposition;

import io.prometheus.metrics.config.EscapingScheme;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Chooses the format that the client gives the highest quality (<a
 * href="https://www.rfc-editor.org/rfc/rfc9110#section-12.5.1">RFC 9110, 12.5.1</a>). A client that
 * asks for nothing we know gets text 0.0.4, which everything can read.
 */
public final class AcceptHeader {
  private static final Exposition DEFAULT =
      new Exposition(ExpositionFormat.TEXT_0_0_4, EscapingScheme.UNDERSCORE_ESCAPING);

  private AcceptHeader() {}

  /**
   * Chooses the format and escaping that the client prefers of those that are served.
   *
   * @param headers the values of the {@code Accept} headers, well formed or not; null when absent
   */
  public static Exposition choose(@Nullable List<String> headers) {
    List<HeaderElement> ranges = HeaderElement.parse(headers);
    Exposition chosen = DEFAULT;
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
