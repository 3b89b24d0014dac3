package io.exporteragent.config;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
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

  /** The file, or that there is a secret. */
  @Override
  public String toString() {
    return file == null ? "<secret>" : file.toString();
  }

  /** The two keys of a secret: one for its text, and one with {@code _file} for a file's name. */
  public static final class Keys {
    private final Key<Secret> text;
    private final Key<Secret> file;

    /** Declares the keys. */
    public Keys(String name, Schema<Secret> schema) {
      text = Key.optional(name, schema, "none", "or " + name + "_file");
      file = Key.optional(name + "_file", Schema.secretFile(), "none", "read whenever it is used");
    }

    /** The key of the text. */
    public Key<Secret> text() {
      return text;
    }

    /** The key of the file's name. */
    public Key<Secret> file() {
      return file;
    }

    /**
     * Chooses the one that is given.
     *
     * @throws ConfigurationException if both are, or none
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

    /** Gives a mapping under construction the secret. */
    public <S extends Settings> Mapping.Builder<S> with(Mapping.Builder<S> to, Secret secret) {
      return to.with(secret.file() == null ? text : file, secret);
    }
  }
}
