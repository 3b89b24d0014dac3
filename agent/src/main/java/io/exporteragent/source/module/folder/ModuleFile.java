package io.exporteragent.source.module.folder;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Collections;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** One version of a module as it lay in the folder. Immutable; its arrays must not be changed. */
public final class ModuleFile {
  private final String fileName;
  private final Kind kind;
  private final byte[] bytes;
  private final Map<String, byte[]> nested;
  private final String hash;

  /**
   * What a file of the folder contains. Of two files that are the same module the kind that comes
   * first is used: what was compiled ahead, on purpose, takes the place of its source.
   */
  public enum Kind {
    JAR(32 << 20),
    CLASS(1 << 20),
    SOURCE(1 << 20);

    private final int maxBytes;

    Kind(int maxBytes) {
      this.maxBytes = maxBytes;
    }

    /** Returns the kind that a file's name tells; null for a file that is no module. */
    public static @Nullable Kind of(String fileName) {
      for (Kind kind : values()) {
        String extension = kind.extension();
        if (fileName.endsWith(extension) && fileName.length() > extension.length()) {
          return kind;
        }
      }
      return null;
    }

    /** Returns the extension of the files, with its dot. */
    String extension() {
      return this == SOURCE ? ".java" : "." + label();
    }

    /** Returns the value of the label {@code kind} of the metrics. */
    public String label() {
      return name().toLowerCase(Locale.ROOT);
    }

    /** Returns the size of the largest file that is read. */
    public int maxBytes() {
      return maxBytes;
    }
  }

  /**
   * Hashes the content.
   *
   * @param nested the files of the nested classes of a class, by name; empty for other kinds
   */
  public ModuleFile(String fileName, Kind kind, byte[] bytes, Map<String, byte[]> nested) {
    this.fileName = fileName;
    this.kind = kind;
    this.bytes = bytes;
    this.nested = Collections.unmodifiableMap(new TreeMap<>(nested));
    this.hash = sha256();
  }

  private String sha256() {
    MessageDigest digest;
    try {
      digest = MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
    digest.update(bytes);
    nested.forEach(
        (name, content) -> {
          digest.update(name.getBytes(StandardCharsets.UTF_8));
          digest.update(content);
        });
    StringBuilder hex = new StringBuilder();
    for (byte b : digest.digest()) {
      hex.append(Character.forDigit(b >> 4 & 0xF, 16)).append(Character.forDigit(b & 0xF, 16));
    }
    return hex.toString();
  }

  /** Returns the name of the module in a file: the file's name without extension. */
  public static String nameOf(String fileName) {
    Kind kind = Kind.of(fileName);
    return kind == null
        ? fileName
        : fileName.substring(0, fileName.length() - kind.extension().length());
  }

  /** Returns the module's name. */
  public String name() {
    return nameOf(fileName);
  }

  /** Returns the name of the file; of a class with nested ones that of the outermost. */
  public String fileName() {
    return fileName;
  }

  /** Returns what the file contains. */
  public Kind kind() {
    return kind;
  }

  /** Returns the content of the file. */
  public byte[] bytes() {
    return bytes;
  }

  /** Returns the files of the nested classes of a class, by name; empty for other kinds. */
  public Map<String, byte[]> nested() {
    return nested;
  }

  /** Returns the SHA-256 of the content, in hexadecimal digits. */
  public String hash() {
    return hash;
  }
}
