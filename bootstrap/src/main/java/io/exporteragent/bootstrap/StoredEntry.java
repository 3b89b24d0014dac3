package io.exporteragent.bootstrap;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.Charset;
import java.util.zip.ZipException;

/**
 * Where in a jar the bytes of an entry lie, which the JDK does not say. Offsets and signatures are
 * those of APPNOTE.TXT, the specification of ZIP, 4.3.7, 4.3.12 and 4.3.16.
 *
 * <p>No number in the file is trusted: an entry that is found lies within the file, and no number
 * decides alone how much memory is taken. Immutable.
 */
final class StoredEntry {
  private static final int END_SIGNATURE = 0x06054b50;
  private static final int END_LENGTH = 22;
  private static final int MAX_COMMENT = 0xFFFF;
  private static final int CENTRAL_SIGNATURE = 0x02014b50;
  private static final int CENTRAL_LENGTH = 46;
  private static final int LOCAL_SIGNATURE = 0x04034b50;
  private static final int LOCAL_LENGTH = 30;

  /** Some ten thousand entries; a jar of ours has about fifty. */
  private static final int MAX_DIRECTORY = 1 << 20;

  private final long start;
  private final long length;

  private StoredEntry(long start, long length) {
    this.start = start;
    this.length = length;
  }

  /**
   * Finds an entry by its name; the first one, if several have it.
   *
   * @throws IOException if there is no such entry, it is compressed, or the file is not a jar; the
   *     message continues a sentence about the jar
   */
  static StoredEntry in(RandomAccessFile jar, String name) throws IOException {
    ByteBuffer directory = directory(jar);
    ByteBuffer wanted = ByteBuffer.wrap(name.getBytes(Charset.forName("UTF-8")));
    int entry = find(directory, wanted);
    if (entry < 0) {
      throw new ZipException("it has no entry " + name);
    }
    if (unsignedShort(directory, entry + 10) != 0) {
      throw new ZipException("its entry " + name + " is compressed and must be stored");
    }
    // Before its bytes the entry has another header, with an extra field of its own.
    long header = unsignedInt(directory, entry + 42);
    int afterName = LOCAL_LENGTH + wanted.capacity();
    ByteBuffer local = read(jar, header, afterName);
    long start = header + afterName + unsignedShort(local, 28);
    long length = unsignedInt(directory, entry + 24);
    if (local.getInt(0) != LOCAL_SIGNATURE
        || unsignedShort(local, 26) != wanted.capacity()
        || !isNamed(local, LOCAL_LENGTH, afterName, wanted)
        || start + length > jar.length()) {
      throw damaged();
    }
    return new StoredEntry(start, length);
  }

  private static ByteBuffer directory(RandomAccessFile jar) throws IOException {
    int tailLength = (int) Math.min(jar.length(), END_LENGTH + MAX_COMMENT);
    ByteBuffer tail = read(jar, jar.length() - tailLength, tailLength);
    int end = tailLength - END_LENGTH;
    while (end >= 0 && tail.getInt(end) != END_SIGNATURE) {
      end--;
    }
    if (end < 0) {
      throw new ZipException("it is not a jar, or not all of one");
    }
    long length = unsignedInt(tail, end + 12);
    if (length > MAX_DIRECTORY) {
      throw damaged();
    }
    return read(jar, unsignedInt(tail, end + 16), (int) length);
  }

  /** Returns the offset of an entry's header in the central directory; negative without one. */
  private static int find(ByteBuffer directory, ByteBuffer wanted) throws ZipException {
    int entry = 0;
    while (entry <= directory.capacity() - CENTRAL_LENGTH
        && directory.getInt(entry) == CENTRAL_SIGNATURE) {
      int itsName = entry + CENTRAL_LENGTH;
      int afterName = itsName + unsignedShort(directory, entry + 28);
      if (afterName > directory.capacity()) {
        throw damaged();
      }
      if (isNamed(directory, itsName, afterName, wanted)) {
        return entry;
      }
      entry =
          afterName + unsignedShort(directory, entry + 30) + unsignedShort(directory, entry + 32);
    }
    return -1;
  }

  private static boolean isNamed(ByteBuffer bytes, int from, int to, ByteBuffer wanted) {
    bytes.limit(to).position(from);
    boolean isWanted = bytes.equals(wanted);
    bytes.clear();
    return isWanted;
  }

  private static ZipException damaged() {
    return new ZipException("it is damaged");
  }

  private static ByteBuffer read(RandomAccessFile jar, long position, int length)
      throws IOException {
    if (position + length > jar.length()) {
      throw damaged();
    }
    byte[] bytes = new byte[length];
    jar.seek(position);
    jar.readFully(bytes);
    return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
  }

  private static int unsignedShort(ByteBuffer bytes, int position) {
    return bytes.getShort(position) & 0xFFFF;
  }

  private static long unsignedInt(ByteBuffer bytes, int position) {
    return bytes.getInt(position) & 0xFFFFFFFFL;
  }

  /** Returns the position in the jar of the entry's first byte. */
  long start() {
    return start;
  }

  /** Returns how many bytes the entry has. */
  long length() {
    return length;
  }
}
