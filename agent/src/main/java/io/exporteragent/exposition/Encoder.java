package io.exporteragent.exposition;

import io.exporteragent.guest.Messages;
import io.exporteragent.model.Family;
import io.exporteragent.model.TextBuffer;
import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Writes families as a page of any format.
 *
 * <pre>{@code
 * Encoder encoder = new Encoder(messages);
 * Exposition exposition = Exposition.of(ExpositionFormat.OPENMETRICS_1_0_0);
 * request.setHeader("Content-Type", exposition.contentType());
 * encoder.write(gatherer.gather(scrape), exposition, request.body());
 * }</pre>
 *
 * <p>A family that is illegal is left out, and named in a message the first time. Safe for use by
 * several threads.
 */
public final class Encoder {
  /** Nearly every page needs less; what one huge family has needed is not kept for the next. */
  private static final int MOST_KEPT_BYTES = 64 * 1024;

  /** Bounds the memory that an application with ever new bad names can take. */
  private static final int MOST_NAMES = 1000;

  private final Messages messages;
  private final Set<String> refused = ConcurrentHashMap.newKeySet();
  private final AtomicReference<@Nullable TextBuffer> spare = new AtomicReference<>();

  /**
   * Creates an encoder.
   *
   * @param messages receives one line for each metric family that cannot be written
   */
  public Encoder(Messages messages) {
    this.messages = messages;
  }

  /**
   * Writes a whole page.
   *
   * @param families merged: no two have the same name, or would have on the page
   * @param exposition the format, and how names are escaped
   * @param out is neither closed nor flushed
   * @throws IOException if {@code out} throws it
   */
  public void write(List<Family> families, Exposition exposition, OutputStream out)
      throws IOException {
    TextDialect dialect = exposition.format().dialect();
    if (dialect == null) {
      new ProtobufWriter(exposition.escaping(), this).write(families, out);
    } else {
      writeText(families, dialect, exposition, out);
    }
  }

  private void writeText(
      List<Family> families, TextDialect dialect, Exposition exposition, OutputStream out)
      throws IOException {
    TextBuffer text = spare.getAndSet(null);
    if (text == null) {
      text = new TextBuffer(TextPage.PIECE_BYTES + TextPage.PIECE_BYTES / 2);
    }
    TextPage page = new TextPage(text, out);
    TextWriter writer = new TextWriter(page, dialect, exposition.escaping());
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

  /** Reports a family that cannot be written, once for each name. */
  void refuse(Family family, Throwable cause) {
    refuse(family, cause.getMessage() == null ? cause.toString() : cause.getMessage());
  }

  /** Reports a family that cannot be written, once for each name. */
  void refuse(Family family, String reason) {
    if (refused.size() < MOST_NAMES && refused.add(family.name())) {
      String message =
          String.format("metric family '%s' is left out of the page: %s", family.name(), reason);
      messages.say(message.replaceAll("\\p{Cntrl}+", " "));
    }
  }
}
