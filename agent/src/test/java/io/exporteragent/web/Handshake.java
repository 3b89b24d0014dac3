package io.exporteragent.web;

import java.nio.ByteBuffer;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult;
import javax.net.ssl.SSLEngineResult.HandshakeStatus;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSession;

/** A client and a server that shake hands without a network. */
final class Handshake {
  private static final int BUFFER_BYTES = 1 << 17;

  private final SSLEngine client;
  private final SSLEngine server;
  private final ByteBuffer toServer = ByteBuffer.allocate(BUFFER_BYTES);
  private final ByteBuffer toClient = ByteBuffer.allocate(BUFFER_BYTES);

  Handshake(SSLEngine client, SSLEngine server) {
    this.client = client;
    this.server = server;
  }

  /**
   * Returns the session of the client once both are content, which in TLS 1.3 takes a byte each
   * way.
   *
   * @throws SSLException if either is not
   */
  SSLSession run() throws SSLException {
    client.beginHandshake();
    server.beginHandshake();
    boolean isClientsTurn = true;
    boolean hasSent = false;
    boolean hasReceived = false;
    for (int idle = 0; idle < 4; isClientsTurn = !isClientsTurn) {
      SSLEngine engine = isClientsTurn ? client : server;
      boolean isMoving = step(engine, isClientsTurn ? toClient : toServer, other(isClientsTurn));
      boolean isDone = isDone(client) && isDone(server);
      if (isDone && !hasSent) {
        hasSent = send(server, toClient);
        isMoving = true;
      }
      hasReceived |= isDone;
      idle = isMoving ? 0 : idle + 1;
    }
    if (!hasReceived) {
      throw new SSLException("the handshake does not go on");
    }
    return client.getSession();
  }

  private ByteBuffer other(boolean isClientsTurn) {
    return isClientsTurn ? toServer : toClient;
  }

  private static boolean isDone(SSLEngine engine) {
    return engine.getHandshakeStatus() == HandshakeStatus.NOT_HANDSHAKING
        && !engine.getSession().getProtocol().equals("NONE");
  }

  private static boolean send(SSLEngine from, ByteBuffer to) throws SSLException {
    from.wrap(ByteBuffer.wrap(new byte[1]), to);
    return true;
  }

  /** Returns whether the engine has got or sent anything. */
  private static boolean step(SSLEngine engine, ByteBuffer in, ByteBuffer out) throws SSLException {
    int before = out.position();
    boolean hasRead = false;
    while (true) {
      HandshakeStatus status = engine.getHandshakeStatus();
      if (status == HandshakeStatus.NEED_TASK) {
        engine.getDelegatedTask().run();
      } else if (status == HandshakeStatus.NEED_WRAP) {
        engine.wrap(ByteBuffer.allocate(0), out);
      } else if (in.position() > 0) {
        in.flip();
        SSLEngineResult result = engine.unwrap(in, ByteBuffer.allocate(BUFFER_BYTES));
        in.compact();
        hasRead |= result.bytesConsumed() > 0;
        if (result.bytesConsumed() == 0) {
          return hasRead || out.position() > before;
        }
      } else {
        return hasRead || out.position() > before;
      }
    }
  }
}
