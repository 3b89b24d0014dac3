package io.exporteragent.web;

import io.exporteragent.http.Door;
import java.net.InetAddress;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import javax.net.ssl.SSLEngine;
import org.jspecify.annotations.Nullable;

/** The door as one version of a web configuration has it. */
final class Guard implements Door.Version {
  private final WebSettings settings;
  private final @Nullable Tls tls;
  private final @Nullable Passwords passwords;
  private final RateLimit limit;

  Guard(WebSettings settings, @Nullable Tls tls, Executor thread) {
    this.settings = settings;
    this.tls = tls;
    this.passwords = settings.users().isEmpty() ? null : new Passwords(settings.users(), thread);
    this.limit = new RateLimit(settings.interval(), settings.burst(), System.nanoTime());
  }

  @Override
  public boolean hasTls() {
    return tls != null;
  }

  @Override
  public SSLEngine engine() {
    if (tls == null) {
      throw new IllegalStateException("there is no TLS");
    }
    return tls.engine();
  }

  @Override
  public Map<String, String> headers() {
    return settings.headers();
  }

  @Override
  public Door.Verdict verdict(
      InetAddress client, @Nullable String authorization, Consumer<Door.Verdict> later) {
    if (!limit.admits(System.nanoTime())) {
      return Door.Verdict.TOO_MANY;
    }
    return passwords == null
        ? Door.Verdict.ADMITTED
        : passwords.verdict(client, authorization, later);
  }
}
