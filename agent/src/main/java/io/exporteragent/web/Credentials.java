package io.exporteragent.web;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/**
 * What a client shows by <a href="https://www.rfc-editor.org/rfc/rfc7617">HTTP's scheme Basic</a>.
 * Never shown itself.
 */
final class Credentials {
  private static final String SCHEME = "Basic ";

  private final String user;
  private final byte[] password;

  private Credentials(String user, byte[] password) {
    this.user = user;
    this.password = password;
  }

  /** Reads the value of the header {@code Authorization}; null if it is of another kind. */
  static @Nullable Credentials parse(@Nullable String header) {
    if (header == null || !header.regionMatches(true, 0, SCHEME, 0, SCHEME.length())) {
      return null;
    }
    byte[] decoded;
    try {
      decoded = Base64.getDecoder().decode(header.substring(SCHEME.length()).trim());
    } catch (IllegalArgumentException e) {
      return null;
    }
    for (int i = 0; i < decoded.length; i++) {
      if (decoded[i] == ':') {
        return new Credentials(
            new String(decoded, 0, i, UTF_8), Arrays.copyOfRange(decoded, i + 1, decoded.length));
      }
    }
    return null;
  }

  String user() {
    return user;
  }

  byte[] password() {
    return password.clone();
  }

  /**
   * Returns what stands for them together with a hash, so that nothing else has to be kept. The
   * lengths are in it: without them two users could be one (CVE-2022-46146).
   */
  byte[] digest(String hash) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      add(user.getBytes(UTF_8), digest);
      add(hash.getBytes(UTF_8), digest);
      add(password, digest);
      return digest.digest();
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JVM has SHA-256", e);
    }
  }

  private static void add(byte[] part, MessageDigest to) {
    to.update((ByteBuffer) ByteBuffer.allocate(Integer.BYTES).putInt(part.length).flip());
    to.update(part);
  }

  /** Returns a text without the password. */
  @Override
  public String toString() {
    return "credentials";
  }
}
