package io.exporteragent.http;

import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;

/**
 * The body of an answer, in pieces: nothing is copied when it grows, and no page, however large,
 * needs a large array. For one thread at a time.
 */
final class PageBuffer extends OutputStream {
  /**
   * The JDK's server copies each piece it is given into a buffer twice as large, and the JDK keeps
   * a direct buffer as large as the largest piece for each thread.
   */
  private static final int PIECE_BYTES = 16 * 1024;

  private final Pieces spare;
  private final List<byte[]> pieces = new ArrayList<>();
  private long size;

  /** Creates an empty body whose pieces are used once. */
  PageBuffer() {
    this(new Pieces());
  }

  /** Creates an empty body that takes its pieces from a store. */
  PageBuffer(Pieces spare) {
    this.spare = spare;
  }

  @Override
  public void write(int b) {
    write(new byte[] {(byte) b}, 0, 1);
  }

  @Override
  public void write(byte[] bytes, int offset, int count) {
    int from = offset;
    int end = offset + count;
    while (from < end) {
      int used = (int) (size % PIECE_BYTES);
      if (used == 0) {
        pieces.add(spare.take());
      }
      int more = Math.min(PIECE_BYTES - used, end - from);
      System.arraycopy(bytes, from, pieces.get(pieces.size() - 1), used, more);
      from += more;
      size += more;
    }
  }

  long size() {
    return size;
  }

  void writeTo(OutputStream out) throws IOException {
    long left = size;
    for (byte[] piece : pieces) {
      out.write(piece, 0, (int) Math.min(left, PIECE_BYTES));
      left -= PIECE_BYTES;
    }
  }

  /** Empties it and gives its pieces to the next. */
  void release() {
    pieces.forEach(spare::giveBack);
    pieces.clear();
    size = 0;
  }

  /** A store of pieces that have been used and sent. For any thread. */
  static final class Pieces {
    /** Room for a few pages of the usual size; one that is much larger pays for itself. */
    private static final int MOST_PIECES = 16;

    private final BlockingQueue<byte[]> pieces = new ArrayBlockingQueue<>(MOST_PIECES);

    private byte[] take() {
      byte[] piece = pieces.poll();
      return piece == null ? new byte[PIECE_BYTES] : piece;
    }

    private void giveBack(byte[] piece) {
      // A full store has no use for it.
      boolean unused = pieces.offer(piece);
    }
  }
}
