import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Enumeration;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.CRC32;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;

/**
 * Adds the files of a directory to a jar, as the one entry from which {@code CoreArchive} reads.
 * Part of the build: {@code java PackCore.java <jar> <directory> <time of the entry>}.
 */
final class PackCore {
  private static final String ENTRY = "agent/core";

  private record Packed(String name, int offset) {
    int hash() {
      return name.hashCode();
    }
  }

  private PackCore() {}

  public static void main(String[] arguments) throws IOException {
    Path jar = Path.of(arguments[0]);
    byte[] core = pack(Path.of(arguments[1]));
    Path packed = jar.resolveSibling(jar.getFileName() + ".packed");
    try (ZipFile from = new ZipFile(jar.toFile());
        ZipOutputStream to = new ZipOutputStream(Files.newOutputStream(packed))) {
      to.setLevel(Deflater.BEST_COMPRESSION);
      for (Enumeration<? extends ZipEntry> all = from.entries(); all.hasMoreElements(); ) {
        ZipEntry entry = all.nextElement();
        if (entry.getName().equals(ENTRY)) {
          continue; // of a build that left the rest of the jar as it was
        }
        ZipEntry copy = new ZipEntry(entry.getName());
        copy.setTimeLocal(entry.getTimeLocal());
        to.putNextEntry(copy);
        from.getInputStream(entry).transferTo(to);
      }
      to.putNextEntry(stored(core, Instant.parse(arguments[2])));
      to.write(core);
    }
    Files.move(packed, jar, StandardCopyOption.REPLACE_EXISTING);
  }

  private static ZipEntry stored(byte[] content, Instant time) {
    ZipEntry entry = new ZipEntry(ENTRY);
    CRC32 crc = new CRC32();
    crc.update(content);
    entry.setMethod(ZipEntry.STORED);
    entry.setSize(content.length);
    entry.setCrc(crc.getValue());
    entry.setTimeLocal(LocalDateTime.ofInstant(time, ZoneOffset.UTC));
    return entry;
  }

  private static byte[] pack(Path directory) throws IOException {
    List<Path> paths;
    try (Stream<Path> all = Files.walk(directory)) {
      paths = all.filter(Files::isRegularFile).sorted().toList();
    }
    List<Packed> files = new ArrayList<>();
    ByteArrayOutputStream content = new ByteArrayOutputStream();
    DataOutputStream out = new DataOutputStream(content);
    int first = Integer.BYTES * (1 + 2 * paths.size());
    for (Path path : paths) {
      String name = directory.relativize(path).toString().replace(File.separatorChar, '/');
      files.add(new Packed(name, first + out.size()));
      byte[] utf8 = name.getBytes(UTF_8);
      byte[] plain = Files.readAllBytes(path);
      byte[] deflated = deflate(plain);
      out.writeShort(utf8.length);
      out.write(utf8);
      out.writeInt(plain.length);
      out.writeInt(deflated.length);
      out.write(deflated);
    }
    files.sort(Comparator.comparingInt(Packed::hash));
    ByteArrayOutputStream index = new ByteArrayOutputStream();
    DataOutputStream head = new DataOutputStream(index);
    head.writeInt(files.size());
    for (Packed file : files) {
      head.writeInt(file.hash());
    }
    for (Packed file : files) {
      head.writeInt(file.offset());
    }
    content.writeTo(index);
    return index.toByteArray();
  }

  private static byte[] deflate(byte[] plain) throws IOException {
    ByteArrayOutputStream deflated = new ByteArrayOutputStream();
    Deflater deflater = new Deflater(Deflater.BEST_COMPRESSION, true);
    try (OutputStream out = new DeflaterOutputStream(deflated, deflater)) {
      out.write(plain);
    } finally {
      deflater.end();
    }
    return deflated.toByteArray();
  }
}
