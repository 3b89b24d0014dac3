package io.exporteragent.http;

import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;

/**
 * The body of an answer, in pieces: nothing is copied when it grows, and no page, however large,
 * needs a large array. Written by one thread, then read by the server's.
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
   * @param spare where its pieces come from and go to
   * @param claim the memory it may take
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

  /** Nothing more will be written. */
  @Override
  public void close() {
    claim.settle((long) pieces.size() * PIECE_BYTES);
  }

  long size() {
    return size;
  }

  /** Copies what comes after the first bytes, as much as there is room for. */
  void copyTo(long from, ByteBuffer to) {
    long at = from;
    while (at < size && to.hasRemaining()) {
      int start = (int) (at % PIECE_BYTES);
      int count = (int) Math.min(Math.min(PIECE_BYTES - start, size - at), to.remaining());
      to.put(pieces.get((int) (at / PIECE_BYTES)), start, count);
      at += count;
    }
  }

  /** Another client gets this body too, and will {@link #release} it. Server's thread only. */
  void share() {
    holders++;
  }

  /** One client has got it or will not. After the last one its pieces go to other bodies. */
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
