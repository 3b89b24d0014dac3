package io.exporteragent.bootstrap;

import java.io.Closeable;
import java.io.EOFException;
import java.io.File;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.IntBuffer;
import java.nio.charset.Charset;
import java.util.Arrays;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;
import org.jspecify.annotations.Nullable;

/**
 * The files within {@code agent/core}, an entry of a jar that is stored and not compressed. Eight
 * thousand entries of the jar itself would hold up the application's start by 20 ms, because the
 * JVM opens the jar and reads its directory before {@code main}, and fill the heap with 0.8 MB of
 * their names.
 *
 * <p>The content, all numbers big-endian: how many files there are; the hash code of each name, in
 * ascending order; where each of these files begins, counted from the start; then for each file the
 * length of its name in two bytes, its name, its length, its length when compressed, and its bytes
 * in raw Deflate. Any thread.
 */
final class CoreArchive implements Closeable {
  private static final String ENTRY = "agent/core";
  private static final int MAX_SIZE = 64 << 20;
  private static final Charset UTF_8 = Charset.forName("UTF-8");

  private final File jar;
  // A FileChannel could be read by many threads at once, but an interrupted one closes it for all.
  private final RandomAccessFile file;
  private final Inflater inflater = new Inflater(true);
  private final byte[] buffer = new byte[8192];
  private final long start;
  private final int[] hashes;
  private final int[] offsets;

  /**
   * Opens the archive in a jar.
   *
   * @throws IOException if the jar cannot be read or has no such entry
   */
  CoreArchive(File jar) throws IOException {
    this.jar = jar;
    this.file = new RandomAccessFile(jar, "r");
    boolean isOpen = false;
    try {
      this.start = StoredEntry.startIn(file, ENTRY);
      file.seek(start);
      this.hashes = new int[file.readInt()];
      this.offsets = new int[hashes.length];
      byte[] index = new byte[2 * Integer.BYTES * hashes.length];
      file.readFully(index);
      IntBuffer numbers = ByteBuffer.wrap(index).asIntBuffer();
      numbers.get(hashes).get(offsets);
      isOpen = true;
    } catch (IOException e) {
      throw new IOException("cannot read " + jar + ": " + e.getMessage(), e);
    } finally {
      if (!isOpen) {
        close();
      }
    }
  }

  /**
   * Whether there is such a file.
   *
   * @throws IOException if that cannot be read any more
   */
  synchronized boolean has(String name) throws IOException {
    try {
      return seek(name);
    } catch (EOFException e) {
      throw changed();
    }
  }

  /**
   * The content of a file, null if there is none.
   *
   * @throws IOException if it cannot be read, as when the jar was overwritten or this is closed
   */
  synchronized byte @Nullable [] read(String name) throws IOException {
    try {
      return seek(name) ? inflate() : null;
    } catch (EOFException | DataFormatException e) {
      throw changed();
    }
  }

  private byte[] inflate() throws IOException, DataFormatException {
    int size = file.readInt();
    int left = file.readInt();
    if (size < 0 || size > MAX_SIZE) {
      // A number out of another jar must not become an array that takes the application's heap.
      throw changed();
    }
    byte[] content = new byte[size];
    inflater.reset();
    for (int length = 0; length < content.length; ) {
      if (inflater.needsInput()) {
        int read = file.read(buffer, 0, Math.max(0, Math.min(left, buffer.length)));
        if (read <= 0) {
          throw changed();
        }
        left -= read;
        inflater.setInput(buffer, 0, read);
      }
      int inflated = inflater.inflate(content, length, content.length - length);
      if (inflated == 0 && !inflater.needsInput()) {
        throw changed();
      }
      length += inflated;
    }
    return content;
  }

  private IOException changed() {
    return new IOException(jar + " was changed while it was in use");
  }

  /** Goes to what comes after the name of a file. */
  private boolean seek(String name) throws IOException {
    int hash = name.hashCode();
    int first = Arrays.binarySearch(hashes, hash);
    if (first < 0) {
      return false;
    }
    while (first > 0 && hashes[first - 1] == hash) {
      first--;
    }
    byte[] wanted = name.getBytes(UTF_8);
    for (int i = first; i < hashes.length && hashes[i] == hash; i++) {
      file.seek(start + offsets[i]);
      if (file.readUnsignedShort() == wanted.length) {
        byte[] found = new byte[wanted.length];
        file.readFully(found);
        if (Arrays.equals(found, wanted)) {
          return true;
        }
      }
    }
    // Or another name has the same hash code, which is a chance of one in 500,000.
    throw changed();
  }

  /** Nothing can be read any more. */
  @Override
  public synchronized void close() throws IOException {
    try {
      file.close();
    } finally {
      inflater.end();
    }
  }
}
