package io.exporteragent.bootstrap;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.Charset;
import java.util.zip.ZipException;

/**
 * Where in a jar an entry lies, which the JDK does not tell. Offsets and signatures are those of
 * APPNOTE.TXT, the specification of ZIP, 4.3.7, 4.3.12 and 4.3.16.
 */
final class StoredEntry {
  private static final int END_SIGNATURE = 0x06054b50;
  private static final int END_LENGTH = 22;
  private static final int MAX_COMMENT = 0xFFFF;
  private static final int CENTRAL_SIGNATURE = 0x02014b50;
  private static final int CENTRAL_LENGTH = 46;
  private static final int LOCAL_LENGTH = 30;

  private StoredEntry() {}

  /**
   * The position of the entry's first byte.
   *
   * @throws IOException if there is no such entry, it is compressed, or the file is not a jar
   */
  static long startIn(RandomAccessFile jar, String name) throws IOException {
    int tailLength = (int) Math.min(jar.length(), END_LENGTH + MAX_COMMENT);
    ByteBuffer tail = read(jar, jar.length() - tailLength, tailLength);
    int end = tailLength - END_LENGTH;
    while (end >= 0 && tail.getInt(end) != END_SIGNATURE) {
      end--;
    }
    if (end < 0) {
      throw new ZipException("it is not a jar");
    }
    ByteBuffer entries = read(jar, tail.getInt(end + 16) & 0xFFFFFFFFL, tail.getInt(end + 12));
    ByteBuffer wanted = ByteBuffer.wrap(name.getBytes(Charset.forName("UTF-8")));
    int entry = 0;
    while (entry < entries.capacity() && entries.getInt(entry) == CENTRAL_SIGNATURE) {
      int itsName = entry + CENTRAL_LENGTH;
      int afterName = itsName + unsignedShort(entries, entry + 28);
      entries.limit(afterName).position(itsName);
      boolean isWanted = entries.equals(wanted);
      entries.clear();
      if (isWanted) {
        if (unsignedShort(entries, entry + 10) != 0) {
          throw new ZipException("its entry " + name + " is compressed and must be stored");
        }
        long local = entries.getInt(entry + 42) & 0xFFFFFFFFL;
        ByteBuffer header = read(jar, local, LOCAL_LENGTH);
        return local + LOCAL_LENGTH + unsignedShort(header, 26) + unsignedShort(header, 28);
      }
      entry = afterName + unsignedShort(entries, entry + 30) + unsignedShort(entries, entry + 32);
    }
    throw new ZipException("it has no entry " + name);
  }

  private static ByteBuffer read(RandomAccessFile jar, long position, int length)
      throws IOException {
    byte[] bytes = new byte[length];
    jar.seek(position);
    jar.readFully(bytes);
    return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
  }

  private static int unsignedShort(ByteBuffer bytes, int position) {
    return bytes.getShort(position) & 0xFFFF;
  }
}
