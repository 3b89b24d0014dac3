package io.exporteragent.source.module.compile;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** Loads and stores what a test compiled. */
public final class Classes {
  private Classes() {}

  /** A module made of just these, without a version or times of its own. */
  public static ModuleCode code(Map<String, byte[]> classes, Map<String, byte[]> resources) {
    return new ModuleCode("Any", classes, resources, ModuleCode.Times.UNSPECIFIED, null);
  }

  static ClassLoader define(ModuleCode code) {
    return new ClassLoader(Classes.class.getClassLoader()) {
      @Override
      protected Class<?> findClass(String name) throws ClassNotFoundException {
        byte[] bytes = code.classes().get(name);
        if (bytes == null) {
          throw new ClassNotFoundException(name);
        }
        return defineClass(name, bytes, 0, bytes.length);
      }
    };
  }

  static void write(Path directory, ModuleCode code) throws IOException {
    for (Map.Entry<String, byte[]> entry : code.classes().entrySet()) {
      Path file = directory.resolve(entry.getKey().replace('.', '/') + ".class");
      Files.createDirectories(file.getParent());
      Files.write(file, entry.getValue());
    }
  }
}
