package io.exporteragent.web;

import io.exporteragent.config.ConfigurationException;
import io.exporteragent.config.ConfigurationFile;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The files that one version of a web configuration is made of, by which a change of any is seen.
 * They are compared by content: a file that is swapped for an older one has changed too.
 */
final class FilesRead {
  private static final String PEM_FILE = "PEM file";

  private final Map<String, byte[]> contents = new LinkedHashMap<>();

  /**
   * Reads a file, and keeps what was in it.
   *
   * @param key by which the configuration names it
   * @throws ConfigurationException if it cannot be read
   */
  byte[] read(String key, String file) throws ConfigurationException {
    byte[] content = ConfigurationFile.bytes(key, PEM_FILE, file);
    contents.put(file, content);
    return content.clone();
  }

  /** Returns whether each is as it was; false if one cannot be read any more. */
  boolean areUnchanged() {
    try {
      for (Map.Entry<String, byte[]> each : contents.entrySet()) {
        byte[] now = ConfigurationFile.bytes("file", PEM_FILE, each.getKey());
        if (!Arrays.equals(now, each.getValue())) {
          return false;
        }
      }
      return true;
    } catch (ConfigurationException e) {
      return false;
    }
  }
}
