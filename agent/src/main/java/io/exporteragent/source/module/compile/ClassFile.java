package io.exporteragent.source.module.compile;

import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.IOException;

/** The name, version and visibility in the head of a class file. Immutable. */
final class ClassFile {
  private static final int MAGIC = 0xCAFEBABE;
  private static final int PUBLIC = 0x0001;

  /** Class files of Java 1 have the major version 45. */
  private static final int VERSION_OFFSET = 44;

  private final String name;
  private final int javaVersion;
  private final boolean isPublic;

  private ClassFile(String name, int javaVersion, boolean isPublic) {
    this.name = name;
    this.javaVersion = javaVersion;
    this.isPublic = isPublic;
  }

  /**
   * Reads as far as the name, which comes after the constants.
   *
   * @throws ModuleException if it is not a class file
   */
  static ClassFile parse(byte[] bytes) throws ModuleException {
    try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes))) {
      if (in.readInt() != MAGIC) {
        throw new ModuleException("it is not a class file");
      }
      in.readUnsignedShort();
      int javaVersion = in.readUnsignedShort() - VERSION_OFFSET;
      Object[] constants = readConstants(in);
      int access = in.readUnsignedShort();
      Object nameIndex = constants[in.readUnsignedShort()];
      String name = (String) constants[(Integer) nameIndex];
      return new ClassFile(name.replace('/', '.'), javaVersion, (access & PUBLIC) != 0);
    } catch (IOException | RuntimeException e) {
      throw new ModuleException("it is a damaged class file");
    }
  }

  /** Keeps strings, and for a class the index of its name; other constants stay null. */
  private static Object[] readConstants(DataInputStream in) throws IOException {
    Object[] constants = new Object[in.readUnsignedShort()];
    for (int i = 1; i < constants.length; i++) {
      int tag = in.readUnsignedByte();
      switch (tag) {
        case 1: // Utf8
          constants[i] = in.readUTF();
          break;
        case 7: // Class
          constants[i] = in.readUnsignedShort();
          break;
        case 5: // Long
        case 6: // Double, both of which take two places
          in.readLong();
          i++;
          break;
        case 8: // String
        case 16: // MethodType
        case 19: // Module
        case 20: // Package
          in.readUnsignedShort();
          break;
        case 15: // MethodHandle
          in.readUnsignedByte();
          in.readUnsignedShort();
          break;
        default: // Integer, Float, references to members, NameAndType, dynamic constants and calls
          in.readInt();
      }
    }
    return constants;
  }

  /** Returns the binary name. */
  String name() {
    return name;
  }

  boolean isPublic() {
    return isPublic;
  }

  /**
   * Checks that this JVM can load the class.
   *
   * @param runningVersion of Java, for instance 8 or 17
   * @throws ModuleException if it is too old, saying what to do
   */
  void requireVersion(int runningVersion) throws ModuleException {
    if (javaVersion > runningVersion) {
      throw new ModuleException(
          String.format(
              "%s is compiled for Java %d, but this JVM is Java %d: compile it with --release %d",
              name, javaVersion, runningVersion, runningVersion));
    }
  }
}
