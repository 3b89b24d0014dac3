package io.exporteragent.attach;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;

/** The jars that a process has open, which may be something else than their names say. */
final class OpenJars {
  /** A class of the bootstrap by name, since no other room may depend on it. */
  private static final String IN_OUR_JAR = "io/exporteragent/bootstrap/AgentMain.class";

  private static final int OUR_TABLE_BYTES = 1 << 16;
  private static final String TABLE_ENTRY = "PK\1\2";

  /** Of an entry in the table of a jar, before its name. */
  private static final int TABLE_ENTRY_BYTES = 46;

  private OpenJars() {}

  /**
   * Whether our jar is among them, or they cannot be known.
   *
   * @param descriptors the directory {@code fd} of the process
   */
  static boolean mayHoldOurs(Path descriptors) {
    Set<Path> seen = new HashSet<>();
    try (DirectoryStream<Path> files = Files.newDirectoryStream(descriptors)) {
      for (Path file : files) {
        if (isOurJar(file, seen)) {
          return true;
        }
      }
      return false;
    } catch (IOException | DirectoryIteratorException e) {
      return true;
    }
  }

  /**
   * Looks into the file as it was opened. Under its name there may be another by now; the kernel
   * adds {@code (deleted)} to that then.
   *
   * <p>Reads the end alone, where the table of a jar is: ours is short, and a table that lies must
   * cost nothing.
   */
  private static boolean isOurJar(Path open, Set<Path> seen) {
    try {
      Path name = Files.readSymbolicLink(open);
      if (!name.toString().contains(".jar") || !seen.add(name) || !Files.isRegularFile(open)) {
        return false;
      }
      try (FileChannel jar = FileChannel.open(open)) {
        ByteBuffer end = ByteBuffer.allocate((int) Math.min(jar.size(), OUR_TABLE_BYTES));
        jar.position(jar.size() - end.capacity());
        while (end.hasRemaining() && jar.read(end) >= 0) {
          // Reads on until all is there.
        }
        return isInTable(new String(end.array(), ISO_8859_1));
      }
    } catch (IOException e) {
      // Closed in the meantime, or not ours to read.
      return false;
    }
  }

  private static boolean isInTable(String end) {
    int name = end.indexOf(IN_OUR_JAR);
    while (name >= 0 && !end.startsWith(TABLE_ENTRY, name - TABLE_ENTRY_BYTES)) {
      name = end.indexOf(IN_OUR_JAR, name + 1);
    }
    return name >= 0;
  }
}
