package io.exporteragent.tls;

import io.exporteragent.config.ConfigurationException;
import io.exporteragent.config.ConfigurationFile;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The files that what is in use was made of, by which a change of any is seen. They are compared by
 * content, since one that is restored may be older than what it replaces; of a content only a
 * digest is kept, for it may be a key.
 */
public final class FilesRead {
  private final Map<String, byte[]> digests = new LinkedHashMap<>();

  /**
   * Reads a file, and keeps its digest.
   *
   * @param what it is for, in messages
   * @param kind such as {@code PEM file}
   * @throws ConfigurationException if it cannot be read
   */
  public byte[] read(String what, String kind, String file) throws ConfigurationException {
    byte[] content = ConfigurationFile.bytes(what, kind, file);
    digests.put(file, digest(content));
    return content;
  }

  /** Returns whether each is as it was; false if one cannot be read any more. */
  public boolean areUnchanged() {
    try {
      for (Map.Entry<String, byte[]> each : digests.entrySet()) {
        byte[] now = ConfigurationFile.bytes("file", "file", each.getKey());
        if (!Arrays.equals(digest(now), each.getValue())) {
          return false;
        }
      }
      return true;
    } catch (ConfigurationException e) {
      return false;
    }
  }

  private static byte[] digest(byte[] content) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(content);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JVM has SHA-256", e);
    }
  }
}
