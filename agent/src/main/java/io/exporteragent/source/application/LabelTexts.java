package io.exporteragent.source.application;

import io.exporteragent.model.TextBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * Caches the rendered labels of a metric's series between scrapes, in the order of the last walk
 * through the metric. The next walk mostly meets the same series in the same order, so each is
 * found at the first place looked at; a series that is not there, or shortly after, is rendered
 * again. Takes eight bytes per series besides the text.
 *
 * <pre>{@code
 * if (texts.begin()) {
 *   try {
 *     for (each series) {
 *       if (!texts.find(series)) { texts.add(series, labels); }
 *       use(texts.array(), texts.offset(), texts.length());
 *     }
 *     texts.commit();
 *   } finally {
 *     texts.end();
 *   }
 * }
 * }</pre>
 *
 * <p>One thread at a time walks; for others {@link #begin} returns false without blocking.
 */
public final class LabelTexts {
  /** Series are kept in pieces, so that no array is large and a change copies only one piece. */
  private static final int SERIES_PER_PIECE = 512;

  /** Consecutive removed series that a walk skips before it takes the following ones as new. */
  private static final int LOOK_AHEAD = 32;

  private final AtomicBoolean busy = new AtomicBoolean();
  private List<Piece> pieces = new ArrayList<>();

  private int piece;
  private int index;
  private @Nullable List<Piece> changed;
  private @Nullable Builder builder;

  private byte[] array = new byte[0];
  private int offset;
  private int length;

  /** Starts a walk, or returns false if another thread is walking. */
  public boolean begin() {
    return busy.compareAndSet(false, true);
  }

  /**
   * Returns whether the labels of a series are known; they can then be read.
   *
   * @param series compared by identity
   */
  public boolean find(Object series) {
    int p = piece;
    int i = index;
    for (int ahead = 0; ahead <= LOOK_AHEAD; ahead++) {
      if (p < pieces.size() && i == pieces.get(p).count()) {
        p++;
        i = 0;
      }
      if (p == pieces.size()) {
        return false;
      }
      Piece candidate = pieces.get(p);
      if (candidate.series[i] == series) {
        if (ahead > 0) {
          change();
        }
        piece = p;
        index = i + 1;
        show(candidate.text, candidate.start(i), candidate.ends[i]);
        keep(series);
        return true;
      }
      i++;
    }
    return false;
  }

  /** Adds a series that was not found; its labels can then be read. */
  public void add(Object series, TextBuffer labels) {
    change();
    show(labels.array(), 0, labels.length());
    keep(series);
  }

  /** Returns the array with the labels of the series last found or added. */
  public byte[] array() {
    return array;
  }

  /** Returns where the labels begin. */
  public int offset() {
    return offset;
  }

  /** Returns the number of bytes of the labels. */
  public int length() {
    return length;
  }

  /** Saves the result of a complete walk; series that were not met are removed. */
  public void commit() {
    boolean metAll =
        piece >= pieces.size()
            || (piece == pieces.size() - 1 && index == pieces.get(piece).count());
    if (!metAll) {
      change();
    }
    if (changed != null && builder != null) {
      builder.moveTo(changed);
      pieces = changed;
    }
  }

  /** Ends a walk, also after a failure: without {@link #commit} nothing has changed. */
  public void end() {
    piece = 0;
    index = 0;
    changed = null;
    builder = null;
    array = new byte[0];
    busy.set(false);
  }

  private void show(byte[] text, int start, int end) {
    array = text;
    offset = start;
    length = end - start;
  }

  /** Starts a new list of series with those met so far, unless there is one already. */
  private void change() {
    if (changed != null) {
      return;
    }
    changed = new ArrayList<>(pieces.subList(0, piece));
    builder = new Builder();
    if (piece < pieces.size()) {
      Piece begun = pieces.get(piece);
      for (int i = 0; i < index; i++) {
        builder.add(begun.series[i], begun.text, begun.start(i), begun.ends[i]);
      }
    }
  }

  private void keep(Object series) {
    if (changed != null && builder != null) {
      if (builder.count == SERIES_PER_PIECE) {
        builder.moveTo(changed);
      }
      builder.add(series, array, offset, offset + length);
    }
  }

  /** Consecutive series. */
  private static final class Piece {
    final Object[] series;
    final int[] ends;
    final byte[] text;

    Piece(Object[] series, int[] ends, byte[] text) {
      this.series = series;
      this.ends = ends;
      this.text = text;
    }

    int count() {
      return series.length;
    }

    int start(int i) {
      return i == 0 ? 0 : ends[i - 1];
    }
  }

  /** A piece being filled. */
  private static final class Builder {
    private final Object[] series = new Object[SERIES_PER_PIECE];
    private final int[] ends = new int[SERIES_PER_PIECE];
    private final TextBuffer text = new TextBuffer(SERIES_PER_PIECE * 64);
    private int count;

    void add(Object added, byte[] from, int start, int end) {
      text.append(from, start, end - start);
      series[count] = added;
      ends[count++] = text.length();
    }

    void moveTo(List<Piece> pieces) {
      if (count > 0) {
        pieces.add(
            new Piece(
                Arrays.copyOf(series, count),
                Arrays.copyOf(ends, count),
                Arrays.copyOf(text.array(), text.length())));
        count = 0;
        text.truncate(0);
      }
    }
  }
}
