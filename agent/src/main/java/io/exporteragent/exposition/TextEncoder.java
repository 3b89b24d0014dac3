package io.exporteragent.exposition;

import io.exporteragent.model.Family;
import io.exporteragent.model.TextBuffer;
import io.prometheus.metrics.config.EscapingScheme;
import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Writes the text formats straight from the families, byte for byte as client_java's writers do.
 *
 * <p>A family that is illegal is left out and told to {@link RefusedFamilies}.
 */
final class TextEncoder implements Encoder {
  /** Nearly every page needs less; what one huge family has needed is not kept for the next. */
  private static final int MOST_KEPT_BYTES = 64 * 1024;

  private final boolean openMetrics;
  private final EscapingScheme escaping;
  private final RefusedFamilies refused;
  private final AtomicReference<@Nullable TextBuffer> spare;

  /**
   * @param spare has a buffer for the next page between pages
   */
  TextEncoder(
      boolean openMetrics,
      EscapingScheme escaping,
      RefusedFamilies refused,
      AtomicReference<@Nullable TextBuffer> spare) {
    this.openMetrics = openMetrics;
    this.escaping = escaping;
    this.refused = refused;
    this.spare = spare;
  }

  @Override
  public void write(List<Family> families, OutputStream out) throws IOException {
    TextBuffer text = spare.getAndSet(null);
    if (text == null) {
      text = new TextBuffer(TextPage.PIECE_BYTES + TextPage.PIECE_BYTES / 2);
    }
    TextPage page = new TextPage(text, out);
    FamilyText writer =
        openMetrics ? new OpenMetricsText(page, escaping) : new PrometheusText(page, escaping);
    for (PageFamily family : sorted(families)) {
      try {
        writer.write(family);
      } catch (RuntimeException | LinkageError e) {
        page.takeBack();
        refuse(family.family(), e);
      }
    }
    writer.end();
    page.finish();
    if (text.capacity() <= MOST_KEPT_BYTES) {
      spare.set(text);
    }
  }

  private List<PageFamily> sorted(List<Family> families) {
    List<PageFamily> sorted = new ArrayList<>(families.size());
    for (Family family : families) {
      try {
        sorted.add(new PageFamily(family));
      } catch (RuntimeException | LinkageError e) {
        refuse(family, e);
      }
    }
    Collections.sort(sorted);
    return sorted;
  }

  private void refuse(Family family, Throwable cause) {
    refused.tell(family.name(), cause.getMessage() == null ? cause.toString() : cause.getMessage());
  }
}
