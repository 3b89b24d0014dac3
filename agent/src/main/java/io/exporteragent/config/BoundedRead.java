package io.exporteragent.config;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Reads files and streams that may be larger than memory, up to a limit. Does not close a stream it
 * is given; blocks as long as the stream does.
 *
 * <pre>{@code
 * byte[] content = BoundedRead.all(file, 1 << 20);
 * if (content == null) {
 *   throw new IOException("larger than 1 MiB");
 * }
 * }</pre>
 */
public final class BoundedRead {
  private static final int BUFFER_BYTES = 8192;

  private BoundedRead() {}

  /** Reads a whole file, or returns null if it has more than this many bytes. */
  public static byte @Nullable [] all(Path file, long limit) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      return all(in, limit);
    }
  }

  /**
   * Reads a stream to its end, or returns null as soon as it has yielded more than this many bytes.
   */
  public static byte @Nullable [] all(InputStream in, long limit) throws IOException {
    byte[] content = beginning(in, limit + 1);
    return content.length > limit ? null : content;
  }

  /** Reads a stream up to its end or to this many bytes, whichever comes first. */
  public static byte[] beginning(InputStream in, long limit) throws IOException {
    ByteArrayOutputStream content = new ByteArrayOutputStream();
    byte[] buffer = new byte[BUFFER_BYTES];
    int read = 0;
    while (read >= 0 && content.size() < limit) {
      content.write(buffer, 0, read);
      read = in.read(buffer, 0, (int) Math.min(buffer.length, limit - content.size()));
    }
    return content.toByteArray();
  }
}
