package io.exporteragent.source.module.compile;

import io.exporteragent.config.BoundedRead;
import io.exporteragent.config.PrometheusDuration;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
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
 * often it runs and how long that may take: {@code Metric-Module}, {@code Metric-Interval}, {@code
 * Metric-Timeout}. Signatures and the directories of other Java versions are ignored.
 */
public final class ModuleJar {
  static final String MODULE = "Metric-Module";
  static final String INTERVAL = "Metric-Interval";
  static final String TIMEOUT = "Metric-Timeout";

  private static final String MANIFEST = "META-INF/MANIFEST.MF";
  private static final String CLASS = ".class";

  /** All files together, unpacked: a hostile jar unpacks to any size. */
  private static final long MAX_BYTES = 256L << 20;

  private ModuleJar() {}

  /**
   * Compiles a source ahead and makes a jar of it, for JVMs that have no compiler. The manifest
   * says what the comments at the head of the source say. The same source gives the same bytes with
   * the same compiler.
   *
   * @param name the module's
   * @param classPath of what the source may use beside client_java and the JDK; may be empty
   * @param release the Java version it is to run on, or null for that of this JVM
   * @throws ModuleException if it does not compile, or there is no compiler
   */
  public static byte[] compile(
      String name, byte[] source, String classPath, @Nullable Integer release)
      throws ModuleException {
    List<String> options =
        release == null ? Collections.emptyList() : Arrays.asList("--release", release.toString());
    ModuleCode code = ModuleReader.ahead(classPath).compile(name, source, options);
    try {
      return write(code);
    } catch (IOException e) {
      throw new ModuleException("no jar can be made of it: " + e.getMessage());
    }
  }

  /** Makes the same jar of the same code, so that compiling anew reloads nothing. */
  private static byte[] write(ModuleCode code) throws IOException {
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
      attributes.putValue(name, PrometheusDuration.format(duration));
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

  /**
   * Unpacks a jar in memory.
   *
   * @throws ModuleException if it is damaged, too large, or its manifest does not name a class
   */
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
              "its manifest does not say which class is the module: add for instance %s: com.example.QueueDepth",
              MODULE));
    }
    return new ModuleCode(
        className.trim(),
        classes,
        resources,
        new ModuleCode.Times(duration(attributes, INTERVAL), duration(attributes, TIMEOUT)),
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
    Duration duration = ModuleCode.Times.parse(text.trim());
    if (duration == null) {
      throw new ModuleException(
          String.format(
              "%s in its manifest must be a duration like 30s or 1m30s, but is \"%s\"",
              name, text));
    }
    return duration;
  }
}
