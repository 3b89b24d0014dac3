package io.exporteragent.attach.linux;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.exporteragent.config.BoundedRead;
import java.io.IOException;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The jars and sockets that processes have open, as {@code /proc/<pid>/fd} shows them. */
public final class OpenFiles {
  /** A class of the bootstrap by name, since no other room may depend on it. */
  private static final String IN_OUR_JAR = "io/exporteragent/bootstrap/AgentMain.class";

  private static final int OUR_TABLE_BYTES = 1 << 16;
  private static final String TABLE_ENTRY = "PK\1\2";

  /** Length of an entry in the table of a jar up to its name. */
  private static final int TABLE_ENTRY_BYTES = 46;

  private static final String LISTENING = "0A";
  private static final int ADDRESS_COLUMN = 1;
  private static final int STATE_COLUMN = 3;
  private static final int INODE_COLUMN = 9;

  private OpenFiles() {}

  /** Returns whether our jar is among these descriptors, or they cannot be read. */
  static boolean mayHoldOurJar(Path descriptors) {
    try {
      for (Map.Entry<String, Path> open : byName(descriptors).entrySet()) {
        // Contains, because the kernel appends "(deleted)" to the name of a deleted file.
        if (open.getKey().contains(".jar") && isOurJar(open.getValue())) {
          return true;
        }
      }
      return false;
    } catch (IOException e) {
      return true;
    }
  }

  /**
   * Looks into the file that was opened, since another may have its name by now. Reads only the
   * end, where the table of a jar is: ours is short, and a table that claims to be long must cost
   * nothing.
   */
  private static boolean isOurJar(Path descriptor) {
    if (!Files.isRegularFile(descriptor)) {
      return false;
    }
    try (FileChannel jar = FileChannel.open(descriptor)) {
      jar.position(Math.max(0, jar.size() - OUR_TABLE_BYTES));
      byte[] end = BoundedRead.beginning(Channels.newInputStream(jar), OUR_TABLE_BYTES);
      return isInTable(new String(end, ISO_8859_1));
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

  /**
   * Finds the process that listens on a TCP port; null if none does, or it belongs to another user.
   *
   * @param proc {@code /proc}, of which the ports of our own network namespace are searched
   */
  public static @Nullable LinuxProcess listeningOn(Path proc, int port) {
    Set<String> sockets = new HashSet<>();
    for (String table : new String[] {"net/tcp", "net/tcp6"}) {
      for (String line : lines(proc.resolve(table))) {
        String[] columns = line.trim().split("\\s+", -1);
        if (columns.length > INODE_COLUMN
            && columns[STATE_COLUMN].equals(LISTENING)
            && columns[ADDRESS_COLUMN].endsWith(String.format(":%04X", port))) {
          sockets.add("socket:[" + columns[INODE_COLUMN] + "]");
        }
      }
    }
    for (long pid : LinuxProcess.all(proc)) {
      if (!sockets.isEmpty() && holdsOneOf(sockets, proc.resolve(pid + "/fd"))) {
        return LinuxProcess.read(proc, pid);
      }
    }
    return null;
  }

  private static List<String> lines(Path file) {
    try {
      return Files.readAllLines(file, UTF_8);
    } catch (IOException e) {
      return Collections.emptyList();
    }
  }

  private static boolean holdsOneOf(Set<String> sockets, Path descriptors) {
    try {
      return !Collections.disjoint(byName(descriptors).keySet(), sockets);
    } catch (IOException e) {
      return false;
    }
  }

  /** Returns one descriptor for each name that is open. */
  private static Map<String, Path> byName(Path descriptors) throws IOException {
    Map<String, Path> open = new HashMap<>();
    try (DirectoryStream<Path> files = Files.newDirectoryStream(descriptors)) {
      for (Path file : files) {
        try {
          open.put(Files.readSymbolicLink(file).toString(), file);
        } catch (IOException e) {
          // Closed since the directory was read.
        }
      }
    } catch (DirectoryIteratorException e) {
      throw e.getCause();
    }
    return open;
  }
}
