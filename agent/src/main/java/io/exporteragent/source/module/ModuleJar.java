package io.exporteragent.source.module;

import io.exporteragent.config.BoundedRead;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.jar.Attributes;
import java.util.jar.Manifest;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;
import org.jspecify.annotations.Nullable;

/**
 * A module with all it needs in one file. Its manifest names the module's class, and may say how
 * often it runs: {@code Metric-Module}, {@code Metric-Interval}, {@code Metric-Timeout}. Signatures
 * and the directories of other Java versions are not looked at.
 */
final class ModuleJar {
  static final String MODULE = "Metric-Module";
  static final String INTERVAL = "Metric-Interval";
  static final String TIMEOUT = "Metric-Timeout";

  private static final String MANIFEST = "META-INF/MANIFEST.MF";
  private static final String CLASS = ".class";

  /** Of all files together, unpacked; a jar may be made to grow without bounds. */
  private static final long MAX_BYTES = 256L << 20;

  private ModuleJar() {}

  /** Reads a jar. */
  static ModuleCode read(byte[] jar) throws ModuleException {
    Map<String, byte[]> classes = new HashMap<>();
    Map<String, byte[]> resources = new HashMap<>();
    try (ZipInputStream zip = new ZipInputStream(new ByteArrayInputStream(jar))) {
      long total = 0;
      for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
        byte[] content = BoundedRead.all(zip, MAX_BYTES - total);
        if (content == null) {
          throw new ModuleException(
              String.format("unpacked it is larger than %d MiB", MAX_BYTES >> 20));
        }
        total += content.length;
        String path = entry.getName();
        if (path.endsWith(CLASS) && !path.startsWith("META-INF/")) {
          String name = path.substring(0, path.length() - CLASS.length());
          classes.put(name.replace('/', '.'), content);
        } else if (!entry.isDirectory()) {
          resources.put(path, content);
        }
      }
    } catch (IOException | IllegalArgumentException e) {
      throw new ModuleException("it is a damaged jar: " + e.getMessage());
    }
    Attributes attributes = manifest(resources.get(MANIFEST)).getMainAttributes();
    String className = attributes.getValue(MODULE);
    if (className == null) {
      throw new ModuleException(
          String.format(
              "its manifest does not tell which class is the module: add for instance %s: com.example.QueueDepth",
              MODULE));
    }
    return new ModuleCode(
        className.trim(),
        classes,
        resources,
        new ModuleTimes(duration(attributes, INTERVAL), duration(attributes, TIMEOUT)),
        attributes.getValue(Attributes.Name.IMPLEMENTATION_VERSION));
  }

  private static Manifest manifest(byte @Nullable [] content) throws ModuleException {
    if (content == null) {
      return new Manifest();
    }
    try {
      return new Manifest(new ByteArrayInputStream(content));
    } catch (IOException e) {
      throw new ModuleException("its manifest is damaged: " + e.getMessage());
    }
  }

  private static @Nullable Duration duration(Attributes attributes, String name)
      throws ModuleException {
    String text = attributes.getValue(name);
    if (text == null) {
      return null;
    }
    Duration duration = ModuleTimes.parse(text.trim());
    if (duration == null) {
      throw new ModuleException(
          String.format(
              "%s in its manifest must be a duration like 30s or 1m30s, but is \"%s\"",
              name, text));
    }
    return duration;
  }

  /** Makes a jar; the same of the same code, so that compiling anew reloads nothing. */
  static byte[] write(ModuleCode code) throws IOException {
    Manifest manifest = new Manifest();
    Attributes attributes = manifest.getMainAttributes();
    attributes.put(Attributes.Name.MANIFEST_VERSION, "1.0");
    attributes.putValue(MODULE, code.className());
    putDuration(attributes, INTERVAL, code.interval());
    putDuration(attributes, TIMEOUT, code.timeout());
    ByteArrayOutputStream manifestBytes = new ByteArrayOutputStream();
    manifest.write(manifestBytes);

    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(out)) {
      writeEntry(zip, MANIFEST, manifestBytes.toByteArray());
      for (Map.Entry<String, byte[]> entry : new TreeMap<>(code.classes()).entrySet()) {
        writeEntry(zip, entry.getKey().replace('.', '/') + CLASS, entry.getValue());
      }
    }
    return out.toByteArray();
  }

  private static void putDuration(Attributes attributes, String name, @Nullable Duration duration) {
    if (duration != null) {
      attributes.putValue(name, ModuleTimes.format(duration));
    }
  }

  private static void writeEntry(ZipOutputStream zip, String path, byte[] content)
      throws IOException {
    ZipEntry entry = new ZipEntry(path);
    entry.setTime(0);
    zip.putNextEntry(entry);
    zip.write(content);
    zip.closeEntry();
  }
}
