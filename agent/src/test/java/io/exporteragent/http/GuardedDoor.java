package io.exporteragent.http;

import java.net.InetAddress;
import java.util.Map;
import java.util.function.Consumer;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import org.jspecify.annotations.Nullable;

/** A door that a test opens and closes. */
final class GuardedDoor implements Door {
  private volatile Version version;

  GuardedDoor(Version version) {
    this.version = version;
  }

  /** One that speaks TLS and lets everybody in. */
  static GuardedDoor tls(SSLContext context) {
    return new GuardedDoor(new Guard(context, (authorization, later) -> Verdict.ADMITTED));
  }

  /** One of plain HTTP that decides about each request. */
  static GuardedDoor plain(Decision decision) {
    return new GuardedDoor(new Guard(null, decision));
  }

  void change(Version other) {
    version = other;
  }

  @Override
  public Version version() {
    return version;
  }

  /** Decides about a request by its header. */
  interface Decision {
    Verdict of(@Nullable String authorization, Consumer<Verdict> later);
  }

  /** What a door is at one time. */
  record Guard(@Nullable SSLContext context, Decision decision) implements Version {
    @Override
    public boolean hasTls() {
      return context != null;
    }

    @Override
    public SSLEngine engine() {
      SSLEngine engine = context.createSSLEngine();
      engine.setUseClientMode(false);
      return engine;
    }

    @Override
    public Map<String, String> headers() {
      return Map.of("X-Frame-Options", "deny");
    }

    @Override
    public Verdict verdict(
        InetAddress client, @Nullable String authorization, Consumer<Verdict> later) {
      return decision.of(authorization, later);
    }
  }
}
