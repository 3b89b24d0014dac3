package io.exporteragent.source.module.folder;

import io.exporteragent.config.BoundedRead;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** What a file contained when it was read. Immutable. */
final class FileContent {
  private static final int BUFFER_BYTES = 1 << 16;

  private final byte[] bytes;

  private FileContent(byte[] bytes) {
    this.bytes = bytes;
  }

  /** Null if the file is larger than it may be. */
  static @Nullable FileContent read(Path file, int maxBytes) throws IOException {
    byte[] bytes = BoundedRead.all(file, maxBytes);
    return bytes == null ? null : new FileContent(bytes);
  }

  /**
   * Whether the file still contains this. Compares every byte, since neither size nor time tell for
   * certain, and makes no garbage to speak of.
   */
  boolean isStillThatOf(Path file) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      byte[] buffer = new byte[(int) Math.min(BUFFER_BYTES, bytes.length + 1L)];
      int position = 0;
      for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
        if (position + n > bytes.length) {
          return false;
        }
        for (int i = 0; i < n; i++) {
          if (buffer[i] != bytes[position + i]) {
            return false;
          }
        }
        position += n;
      }
      return position == bytes.length;
    }
  }

  byte[] bytes() {
    return bytes;
  }
}
