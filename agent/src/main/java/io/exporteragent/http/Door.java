package io.exporteragent.http;

import java.net.InetAddress;
import java.util.Map;
import java.util.function.Consumer;
import javax.net.ssl.SSLEngine;
import org.jspecify.annotations.Nullable;

/**
 * What a client has to show before it is served, and what every answer shows. May change at any
 * time: then a connection made before is closed with its next answer.
 *
 * <p>The server's thread calls all methods but {@link Version#engine}, so none may block.
 */
public interface Door {
  /** Returns what holds where nothing is asked for. Loads nothing of TLS. */
  static Version open() {
    return new OpenDoor();
  }

  /** Returns what holds now: the same object for as long as nothing changes. */
  Version version();

  /** What holds at one time. */
  interface Version {
    /** Returns whether connections are by TLS. */
    boolean hasTls();

    /**
     * Makes the server's side of a connection by TLS. Called only where {@link #hasTls}, on a
     * thread of its own.
     */
    SSLEngine engine();

    /** Returns headers of every answer. */
    Map<String, String> headers();

    /**
     * Decides about a request.
     *
     * @param client where it comes from
     * @param authorization the header of that name; null if there is none
     * @param later hears the decision on another thread if this returns {@link Verdict#LATER}; once
     */
    Verdict verdict(InetAddress client, @Nullable String authorization, Consumer<Verdict> later);
  }

  /** What becomes of a request. */
  enum Verdict {
    /** It is answered. */
    ADMITTED,
    /** It must show a password: status 401. */
    UNAUTHORIZED,
    /** There are too many: status 429. */
    TOO_MANY,
    /** That takes some time. */
    LATER
  }
}
