import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Makes classes of libraries use classes of ours in place of some of the JDK, by other names in
 * their constant pools. OSHI and JNA do things as they are initialised that an agent must not do in
 * an application's JVM, and have no option to leave them. Part of the build: {@code java
 * RenameInLibraries.java <directory of unpacked classes>}.
 */
final class RenameInLibraries {
  private static final int UTF8 = 1;

  /**
   * One class in place of another.
   *
   * @param files the class files in which it is replaced, found in their paths
   * @param from the name of a class of the JDK
   * @param to the name of a class of ours with the methods that they call
   * @param constants in how many constants of these files together, as the name or in a descriptor
   */
  private record Rename(String files, String from, String to, int constants) {}

  private static final List<Rename> RENAMES =
      List.of(
          // Determines the application's time zone, which sets its property user.timezone.
          new Rename(
              "^oshi/util/ParseUtil\\.class$", "java/util/TimeZone", "oshi/util/NoTimeZone", 2),
          // Runs ldconfig.
          new Rename(
              "^com/sun/jna/NativeLibrary\\.class$",
              "java/lang/Runtime",
              "com/sun/jna/NoRuntime",
              2),
          // Sets jna.loaded, jnidispatch.path and jna.platform.library.path.
          new Rename(
              "^com/sun/jna/(Native|NativeLibrary|Platform)\\.class$",
              "java/lang/System",
              "com/sun/jna/OwnProperties",
              3),
          // Initialises the LogManager, which the application may not have set up yet.
          new Rename(
              "^com/sun/jna/.*\\.class$", "java/util/logging/Logger", "com/sun/jna/NoLogger", 46),
          new Rename(
              "^com/sun/jna/.*\\.class$", "java/util/logging/Level", "com/sun/jna/NoLevel", 57));

  private RenameInLibraries() {}

  public static void main(String[] arguments) throws IOException {
    Path directory = Path.of(arguments[0]);
    for (Rename rename : RENAMES) {
      int found = rename(directory, rename);
      if (found != rename.constants) {
        System.err.printf(
            "RenameInLibraries: %s is in %d constants of %s, and was in %d when it was last looked at; see what the library does with it now%n",
            rename.from, found, rename.files, rename.constants);
        System.exit(1);
      }
    }
  }

  private static int rename(Path directory, Rename rename) throws IOException {
    Pattern name = Pattern.compile(rename.files);
    List<Path> files;
    try (Stream<Path> all = Files.walk(directory)) {
      files =
          all.filter(Files::isRegularFile)
              .filter(file -> name.matcher(slashed(directory.relativize(file))).find())
              .toList();
    }
    int found = 0;
    for (Path file : files) {
      ByteArrayOutputStream renamed = new ByteArrayOutputStream();
      int changed = rename(Files.readAllBytes(file), rename, renamed);
      if (changed > 0) {
        Files.write(file, renamed.toByteArray());
      }
      found += changed;
    }
    return found;
  }

  private static String slashed(Path path) {
    return path.toString().replace('\\', '/');
  }

  /** Copies a class file; returns how many constants are other ones now (JVMS 4.4). */
  private static int rename(byte[] classFile, Rename rename, ByteArrayOutputStream to)
      throws IOException {
    Pattern asDescribed = Pattern.compile("(?<=^|L)" + Pattern.quote(rename.from) + "(?=$|;)");
    DataInputStream in = new DataInputStream(new ByteArrayInputStream(classFile));
    DataOutputStream out = new DataOutputStream(to);
    out.write(in.readNBytes(8)); // the magic number and the version
    int count = in.readUnsignedShort();
    out.writeShort(count);
    int changed = 0;
    for (int i = 1; i < count; i++) {
      int tag = in.readUnsignedByte();
      out.writeByte(tag);
      if (tag == UTF8) {
        String text = in.readUTF();
        Matcher matcher = asDescribed.matcher(text);
        if (matcher.find()) {
          changed++;
          text = matcher.replaceAll(Matcher.quoteReplacement(rename.to));
        }
        out.writeUTF(text);
      } else {
        int length = length(tag);
        out.write(in.readNBytes(length));
        if (length == Long.BYTES) {
          i++; // a long or double takes two indices
        }
      }
    }
    in.transferTo(out);
    return changed;
  }

  private static int length(int tag) throws IOException {
    return switch (tag) {
      case 3, 4, 9, 10, 11, 12, 17, 18 -> 4;
      case 5, 6 -> 8;
      case 7, 8, 16, 19, 20 -> 2;
      case 15 -> 3;
      default -> throw new IOException("unknown constant " + tag);
    };
  }
}
