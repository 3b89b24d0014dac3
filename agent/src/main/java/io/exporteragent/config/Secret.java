package io.exporteragent.config;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A password or token, or the file it is in. A file is read whenever the secret is used, so that a
 * rotated secret needs no reload; two secrets are equal if they have the same text or name the same
 * file, whatever is in it.
 */
public final class Secret {
  private static final int MAX_BYTES = 64 << 10;

  private final @Nullable String text;
  private final @Nullable Path file;

  private Secret(@Nullable String text, @Nullable Path file) {
    this.text = text;
    this.file = file;
  }

  public static Secret ofText(String text) {
    return new Secret(text, null);
  }

  public static Secret inFile(Path file) {
    return new Secret(null, file);
  }

  /** Where the secret is, null if the settings hold it themselves. */
  public @Nullable Path file() {
    return file;
  }

  /**
   * Reads the secret, from its file without the white space around it. May block as long as the
   * file system does.
   *
   * @throws IOException if the file cannot be read; the message names the file and never what is in
   *     it
   */
  public String read() throws IOException {
    if (file == null) {
      return text == null ? "" : text;
    }
    ByteArrayOutputStream content = new ByteArrayOutputStream();
    byte[] buffer = new byte[4096];
    try (InputStream in = Files.newInputStream(file)) {
      for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
        content.write(buffer, 0, read);
        if (content.size() > MAX_BYTES) {
          throw new IOException(file + " is larger than the 64 KiB a secret may have");
        }
      }
    }
    return new String(content.toByteArray(), UTF_8).trim();
  }

  private List<@Nullable Object> fields() {
    return Arrays.asList(text, file);
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Secret && fields().equals(((Secret) other).fields());
  }

  @Override
  public int hashCode() {
    return fields().hashCode();
  }

  /** The file, or that there is a secret. */
  @Override
  public String toString() {
    return file == null ? "<secret>" : file.toString();
  }
}
