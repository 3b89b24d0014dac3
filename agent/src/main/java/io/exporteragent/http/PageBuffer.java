package io.exporteragent.http;

import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;

/**
 * The body of an answer, in pieces: nothing is copied when it grows, and even a large page needs no
 * large array. Written by one thread, then read by the server's thread.
 */
final class PageBuffer extends OutputStream {
  private static final int PIECE_BYTES = 16 * 1024;

  private final Pieces spare;
  private final AnswerMemory.Claim claim;
  private final List<byte[]> pieces = new ArrayList<>();
  private long size;
  private int holders = 1;

  /**
   * Creates an empty body.
   *
   * @param spare provides its pieces and takes them back
   * @param claim the memory reserved for it
   */
  PageBuffer(Pieces spare, AnswerMemory.Claim claim) {
    this.spare = spare;
    this.claim = claim;
  }

  /**
   * @throws NoRoomException if other answers hold the memory that is needed
   */
  @Override
  public void write(int b) throws NoRoomException {
    write(new byte[] {(byte) b}, 0, 1);
  }

  /**
   * @throws NoRoomException if other answers hold the memory that is needed
   */
  @Override
  public void write(byte[] bytes, int offset, int count) throws NoRoomException {
    int from = offset;
    int end = offset + count;
    while (from < end) {
      int used = (int) (size % PIECE_BYTES);
      if (used == 0) {
        if (!claim.grow(size + PIECE_BYTES)) {
          throw new NoRoomException(size + PIECE_BYTES);
        }
        pieces.add(spare.take());
      }
      int more = Math.min(PIECE_BYTES - used, end - from);
      System.arraycopy(bytes, from, pieces.get(pieces.size() - 1), used, more);
      from += more;
      size += more;
    }
  }

  /** Ends writing and sets the reservation to the final size. */
  @Override
  public void close() {
    claim.settle((long) pieces.size() * PIECE_BYTES);
  }

  long size() {
    return size;
  }

  /** Copies the content from this position on, as much as there is room for. */
  void copyTo(long from, ByteBuffer to) {
    long at = from;
    while (at < size && to.hasRemaining()) {
      int start = (int) (at % PIECE_BYTES);
      int count = (int) Math.min(Math.min(PIECE_BYTES - start, size - at), to.remaining());
      to.put(pieces.get((int) (at / PIECE_BYTES)), start, count);
      at += count;
    }
  }

  /** Counts another client that will {@link #release} it. Server's thread only. */
  void share() {
    holders++;
  }

  /** Ends the use by one client; after the last, other bodies may reuse its pieces. */
  void release() {
    holders--;
    if (holders == 0) {
      claim.release();
      size = 0;
      for (int i = pieces.size() - 1; i >= 0; i--) {
        spare.giveBack(pieces.remove(i));
      }
    }
  }

  /** A pool of pieces to be reused. Any thread. */
  static final class Pieces {
    /** Enough for a few pages of the usual size; what a larger one uses beyond this is not kept. */
    private static final int MOST_PIECES = 16;

    private final BlockingQueue<byte[]> pieces = new ArrayBlockingQueue<>(MOST_PIECES);

    private byte[] take() {
      byte[] piece = pieces.poll();
      return piece == null ? new byte[PIECE_BYTES] : piece;
    }

    private void giveBack(byte[] piece) {
      // A full pool drops it.
      boolean unused = pieces.offer(piece);
    }
  }
}
