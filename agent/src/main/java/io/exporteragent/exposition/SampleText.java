package io.exporteragent.exposition;

import io.exporteragent.model.TextBuffer;
import io.prometheus.metrics.model.snapshots.PrometheusNaming;
import java.nio.charset.StandardCharsets;

/** Writes lines with samples, and the names in the lines that describe them. */
final class SampleText {
  private static final byte[] NOTHING = {};

  private final TextBuffer page;

  /** How lines begin; within braces and quotes if the name is not of the old character set. */
  private final TextBuffer name = new TextBuffer(64);

  private boolean quoted;
  private byte[] labels = NOTHING;
  private int labelsOffset;
  private int labelsLength;
  private int labelsStart;

  SampleText(TextBuffer page) {
    this.page = page;
  }

  /** Sets the name without suffix. */
  void name(String written) {
    if (written.isEmpty()) {
      throw new IllegalArgumentException("nothing is left of the name without its suffix");
    }
    quoted = !PrometheusNaming.isValidLegacyMetricName(written);
    name.truncate(0);
    if (quoted) {
      name.append('{').append('"').appendEscaped(written, true);
    } else {
      name.append(written);
    }
  }

  /** Sets the labels of the lines to come; the text is kept. */
  void labels(byte[] text, int offset, int length) {
    labels = text;
    labelsOffset = offset;
    labelsLength = length;
  }

  /** Returns where the labels of the last line begin on the page. */
  int labelsStart() {
    return labelsStart;
  }

  int labelsLength() {
    return labelsLength;
  }

  /** Returns the labels of the last line, for a message: the first 500 bytes are enough. */
  String labels() {
    int length = Math.min(labelsLength, 500);
    return "{" + new String(page.array(), labelsStart, length, StandardCharsets.UTF_8) + "}";
  }

  /** Writes {@code # TYPE} or the like, the name and a blank. */
  TextBuffer describe(String keyword, String suffix) {
    int start = quoted ? 1 : 0;
    page.append(keyword).append(name.array(), start, name.length() - start).append(suffix);
    if (quoted) {
      page.append('"');
    }
    return page.append(' ');
  }

  /** Writes a line up to the value. */
  void begin(String suffix) {
    begin(suffix, NOTHING, 0, 0);
  }

  /** Writes a line with one label more up to the value. */
  void begin(String suffix, BoundLabels bounds, int index) {
    int start = bounds.start(index);
    begin(suffix, bounds.text(), start, bounds.end(index) - start);
  }

  SampleText append(long value) {
    page.append(value);
    return this;
  }

  SampleText append(double value) {
    Numbers.append(page, value);
    return this;
  }

  void end() {
    page.append('\n');
  }

  private void begin(String suffix, byte[] label, int labelOffset, int labelLength) {
    page.append(name.array(), 0, name.length()).append(suffix);
    if (quoted) {
      page.append('"');
    }
    if (labelsLength + labelLength > 0) {
      page.append(quoted ? ',' : '{');
      labelsStart = page.length();
      page.append(labels, labelsOffset, labelsLength);
      if (labelsLength > 0 && labelLength > 0) {
        page.append(',');
      }
      page.append(label, labelOffset, labelLength).append('}');
    } else if (quoted) {
      page.append('}');
    }
    page.append(' ');
  }
}
