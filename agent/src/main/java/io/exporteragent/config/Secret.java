package io.exporteragent.config;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A password or token, or the file that contains it. The file is read whenever the secret is used,
 * so that a rotated secret needs no reload. Secrets are equal if they have the same text or name
 * the same file, whatever its content.
 */
public final class Secret {
  private static final int MAX_BYTES = 64 << 10;

  private final @Nullable String text;
  private final @Nullable Path file;

  private Secret(@Nullable String text, @Nullable Path file) {
    this.text = text;
    this.file = file;
  }

  /** Makes a secret of its text. */
  public static Secret ofText(String text) {
    return new Secret(text, null);
  }

  /** Makes a secret that is read from a file. */
  public static Secret inFile(Path file) {
    return new Secret(null, file);
  }

  /** Returns the file that contains the secret, null if its text is given. */
  public @Nullable Path file() {
    return file;
  }

  /**
   * Reads the secret; from a file without surrounding white space. May block as long as the file
   * system does.
   *
   * @throws IOException if the file cannot be read; the message names the file, never its content
   */
  public String read() throws IOException {
    if (file == null) {
      return text == null ? "" : text;
    }
    byte[] content = BoundedRead.all(file, MAX_BYTES);
    if (content == null) {
      throw new IOException(file + " is larger than the 64 KiB a secret may have");
    }
    return new String(content, UTF_8).trim();
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

  /** Returns the file name or a fixed text, never the secret. */
  @Override
  public String toString() {
    return file == null ? "<secret>" : file.toString();
  }

  /** The two keys of a secret: one for its text, one ending in {@code _file} for a file name. */
  public static final class Keys {
    private final Key<Secret> text;
    private final Key<Secret> file;

    /** Declares the keys. */
    public Keys(String name, Schema<Secret> schema) {
      text = Key.optional(name, schema, "none", "or " + name + "_file");
      file = Key.optional(name + "_file", Schema.secretFile(), "none", "read whenever it is used");
    }

    /** Returns the key of the text. */
    public Key<Secret> text() {
      return text;
    }

    /** Returns the key of the file name. */
    public Key<Secret> file() {
      return file;
    }

    /**
     * Returns the secret that is given.
     *
     * @throws ConfigurationException if both or none are given
     */
    public Secret of(Values values) throws ConfigurationException {
      Secret ofText = values.find(text);
      Secret inFile = values.find(file);
      if (ofText != null && inFile != null) {
        throw values.errorAt(
            file.name(),
            String.format("both %s and %s", text.name(), file.name()),
            "remove one of them");
      }
      if (ofText == null && inFile == null) {
        throw values.error(
            String.format("key \"%s\" is missing", text.name()),
            String.format("add it, or %s with the name of a file", file.name()));
      }
      return inFile == null ? Objects.requireNonNull(ofText) : inFile;
    }

    /** Sets the secret in a builder. */
    public <S extends Settings> Mapping.Builder<S> with(Mapping.Builder<S> to, Secret secret) {
      return to.with(secret.file() == null ? text : file, secret);
    }
  }
}
