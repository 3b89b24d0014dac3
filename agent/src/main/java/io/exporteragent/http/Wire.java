package io.exporteragent.http;

import java.io.IOException;
import java.nio.ByteBuffer;

/**
 * The way of bytes over a socket, as they are or by TLS. Never blocks. For the server's thread; a
 * wire is used no more once any method has thrown.
 */
interface Wire {
  /** Is read from a wire by TLS if the client speaks plain HTTP, and must be told so likewise. */
  int PLAIN_TEXT = -2;

  /**
   * Reads what has arrived.
   *
   * @return how many bytes that is, 0 if there is nothing now, -1 if there never will be, or {@link
   *     #PLAIN_TEXT}
   */
  int read(ByteBuffer to) throws IOException;

  /** Returns whether {@link #read} has more although nothing else arrives. */
  boolean holdsInput();

  /**
   * Takes bytes to be sent, of which some may wait until {@link #flush}.
   *
   * @return how many were taken, 0 if nothing can be sent now
   */
  int write(ByteBuffer from) throws IOException;

  /** Sends what waits, as far as that is possible; returns how many bytes that is. */
  int flush() throws IOException;

  /** Returns whether something waits to be sent. */
  boolean holdsOutput();

  /** Returns whether it is at work on another thread, and meanwhile wants nothing of the socket. */
  boolean isBusy();

  /** Ends what is sent, once everything is. */
  void shutdownOutput() throws IOException;

  /** Ends what it does on another thread. May be repeated. */
  void close();
}
