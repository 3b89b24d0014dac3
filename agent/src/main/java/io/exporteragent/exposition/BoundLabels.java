package io.exporteragent.exposition;

import io.exporteragent.model.TextBuffer;
import java.util.Arrays;

/**
 * The text of the labels {@code le} or {@code quantile}. It is kept until other numbers come:
 * mostly all points of a family, and often all histograms, have the same.
 */
final class BoundLabels {
  private final String name;
  private final TextBuffer text = new TextBuffer(256);
  private double[] bounds = {};
  private int[] ends = {};

  BoundLabels(String name) {
    this.name = name;
  }

  /** Renders the labels of these numbers, unless they are those of before. */
  void render(double[] wanted) {
    if (Arrays.equals(bounds, wanted)) {
      return;
    }
    bounds = wanted.clone();
    ends = new int[wanted.length];
    text.truncate(0);
    for (int i = 0; i < wanted.length; i++) {
      text.append(name).append('=').append('"');
      Numbers.append(text, wanted[i]);
      text.append('"');
      ends[i] = text.length();
    }
  }

  byte[] text() {
    return text.array();
  }

  /** Returns where the label of a number begins in the text. */
  int start(int index) {
    return index == 0 ? 0 : ends[index - 1];
  }

  /** Returns where the label of a number ends in the text. */
  int end(int index) {
    return ends[index];
  }
}
