package io.exporteragent.http;

import java.net.InetAddress;
import java.util.Collections;
import java.util.Map;
import java.util.function.Consumer;
import javax.net.ssl.SSLEngine;
import org.jspecify.annotations.Nullable;

/** Asks for nothing. */
final class OpenDoor implements Door.Version {
  @Override
  public boolean hasTls() {
    return false;
  }

  @Override
  public SSLEngine engine() {
    throw new IllegalStateException("there is no TLS");
  }

  @Override
  public Map<String, String> headers() {
    return Collections.emptyMap();
  }

  @Override
  public Door.Verdict verdict(
      InetAddress client, @Nullable String authorization, Consumer<Door.Verdict> later) {
    return Door.Verdict.ADMITTED;
  }
}
