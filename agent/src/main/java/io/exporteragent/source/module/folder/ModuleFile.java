package io.exporteragent.source.module.folder;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/**
 * One version of a module as it lay in the folder. Immutable; the arrays are not to be written to.
 */
public final class ModuleFile {
  private final String fileName;
  private final ModuleKind kind;
  private final byte[] bytes;
  private final Map<String, byte[]> nested;
  private final String hash;

  /**
   * @param nested the files of the nested classes of a class, by name; empty for other kinds
   */
  public ModuleFile(String fileName, ModuleKind kind, byte[] bytes, Map<String, byte[]> nested) {
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

  /** The module's name: that of the file, without extension. */
  public String name() {
    return fileName.substring(0, fileName.length() - kind.extension().length());
  }

  public String fileName() {
    return fileName;
  }

  public ModuleKind kind() {
    return kind;
  }

  public byte[] bytes() {
    return bytes;
  }

  /** The files of the nested classes of a class, by name. */
  public Map<String, byte[]> nested() {
    return nested;
  }

  /** SHA-256 of the content, in hexadecimal digits. */
  public String hash() {
    return hash;
  }
}
