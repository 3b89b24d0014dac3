package io.exporteragent.bootstrap;

import java.io.Closeable;
import java.io.EOFException;
import java.io.File;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.IntBuffer;
import java.nio.charset.Charset;
import java.util.Arrays;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;
import org.jspecify.annotations.Nullable;

/**
 * The files within {@code agent/core}, an entry of the agent's jar that is stored and not
 * compressed. As entries of the jar itself, eight thousand files would delay the application's
 * start by 20 ms, because the JVM opens the jar and reads its directory before {@code main}, and
 * would fill the heap with 0.8 MB of names.
 *
 * <p>Its format, all numbers big-endian:
 *
 * <pre>
 *   archive = count hash{count} offset{count} file{count}
 *   count   = int: how many files there are
 *   hash    = int: the hash code of a file's name; in ascending order
 *   offset  = int: where that file begins, counted from the start of the archive
 *   file    = short: length of the name in UTF-8, the name,
 *             int: length, int: length when compressed, the content in raw Deflate
 * </pre>
 *
 * <p>The jar may be overwritten while it is open, so no number in it is trusted: what comes of it
 * is an exception, not a content of another length nor an array as large as some number says.
 * Thread-safe.
 */
final class CoreArchive implements Closeable {
  private static final String ENTRY = "agent/core";
  private static final int MAX_FILES = 1 << 17;
  private static final int MAX_SIZE = 64 << 20;
  private static final int FIRST_SIZE = 64 << 10;
  private static final Charset UTF_8 = Charset.forName("UTF-8");

  private final File jar;
  // A FileChannel could be read by many threads at once, but an interrupted one closes it for all.
  private final RandomAccessFile file;
  private final Inflater inflater = new Inflater(true);
  private final byte[] buffer = new byte[8192];
  private final long jarLength;
  private final long start;
  private final long length;
  private final int[] hashes;
  private final int[] offsets;

  /**
   * Opens the archive in a jar.
   *
   * @throws IOException if the jar cannot be read, has no such entry or is damaged
   */
  CoreArchive(File jar) throws IOException {
    this.jar = jar;
    this.file = new RandomAccessFile(jar, "r");
    boolean isOpen = false;
    try {
      this.jarLength = file.length();
      StoredEntry entry = StoredEntry.in(file, ENTRY);
      this.start = entry.start();
      this.length = entry.length();
      file.seek(start);
      int count = file.readInt();
      long indexLength = 2L * Integer.BYTES * count;
      if (count < 0 || count > MAX_FILES || Integer.BYTES + indexLength > length) {
        throw new IOException("its entry " + ENTRY + " is damaged");
      }
      this.hashes = new int[count];
      this.offsets = new int[count];
      byte[] index = new byte[(int) indexLength];
      file.readFully(index);
      IntBuffer numbers = ByteBuffer.wrap(index).asIntBuffer();
      numbers.get(hashes).get(offsets);
      isOpen = true;
    } catch (EOFException e) {
      throw changed();
    } catch (IOException e) {
      throw new IOException("cannot read " + jar + ": " + e.getMessage(), e);
    } finally {
      if (!isOpen) {
        close();
      }
    }
  }

  /**
   * Says whether there is a file of this name.
   *
   * @throws IOException if the jar was changed, or this is closed
   */
  synchronized boolean has(String name) throws IOException {
    try {
      return find(name) != null;
    } catch (EOFException | BufferUnderflowException e) {
      throw changed();
    }
  }

  /**
   * Reads a file, if there is one of this name.
   *
   * @return the content; null if there is no such file
   * @throws IOException if the jar was changed, or this is closed
   */
  synchronized byte @Nullable [] read(String name) throws IOException {
    try {
      ByteBuffer rest = find(name);
      return rest == null ? null : inflate(rest);
    } catch (EOFException | BufferUnderflowException | DataFormatException e) {
      throw changed();
    }
  }

  /**
   * Reads from a file's two lengths on, as far as the buffer has room; null without such a file.
   */
  private @Nullable ByteBuffer find(String name) throws IOException {
    int hash = name.hashCode();
    int first = Arrays.binarySearch(hashes, hash);
    if (first < 0) {
      return null;
    }
    while (first > 0 && hashes[first - 1] == hash) {
      first--;
    }
    byte[] wanted = name.getBytes(UTF_8);
    for (int i = first; i < hashes.length && hashes[i] == hash; i++) {
      ByteBuffer read = readAt(offsets[i]);
      byte[] found = new byte[read.getShort() & 0xFFFF];
      read.get(found);
      if (Arrays.equals(found, wanted)) {
        return read;
      }
      if (new String(found, UTF_8).hashCode() != hash) {
        throw changed();
      }
    }
    return null;
  }

  private ByteBuffer readAt(int offset) throws IOException {
    if (file.length() != jarLength || offset < 0 || offset > length) {
      throw changed();
    }
    int wanted = (int) Math.min(buffer.length, length - offset);
    file.seek(start + offset);
    file.readFully(buffer, 0, wanted);
    return ByteBuffer.wrap(buffer, 0, wanted);
  }

  /** Inflates what the buffer has and then the file, whose position is where the buffer ends. */
  private byte[] inflate(ByteBuffer rest) throws IOException, DataFormatException {
    int size = rest.getInt();
    int left = rest.getInt();
    if (size < 0 || size > MAX_SIZE || left < 0) {
      throw changed();
    }
    inflater.reset();
    int ready = Math.min(left, rest.remaining());
    inflater.setInput(buffer, rest.position(), ready);
    left -= ready;
    byte[] content = new byte[Math.min(size, FIRST_SIZE)];
    byte[] surplus = new byte[1];
    int inflated = 0;
    while (!inflater.finished()) {
      if (inflated == content.length && inflated < size) {
        content = Arrays.copyOf(content, Math.min(size, 2 * inflated));
      }
      // The end of the data may come only after the last byte, so there must be room for one more.
      int more =
          inflated < size
              ? inflater.inflate(content, inflated, content.length - inflated)
              : inflater.inflate(surplus);
      inflated += more;
      if (inflated > size) {
        throw changed();
      }
      if (more == 0 && !inflater.finished()) {
        int read = file.read(buffer, 0, Math.min(left, buffer.length));
        if (read <= 0) {
          throw changed();
        }
        left -= read;
        inflater.setInput(buffer, 0, read);
      }
    }
    if (inflated < size || left > 0 || inflater.getRemaining() > 0) {
      throw changed();
    }
    return content;
  }

  private IOException changed() {
    return new IOException(jar + " was changed while it was in use");
  }

  /** Closes the jar; nothing can be read any more. */
  @Override
  public synchronized void close() throws IOException {
    try {
      file.close();
    } finally {
      inflater.end();
    }
  }
}
