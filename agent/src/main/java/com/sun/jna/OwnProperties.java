package com.sun.jna;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Stands in JNA for {@link System}; the name is changed in its classes when the jar is packed. A
 * property that JNA sets is one of JNA alone: the application's own properties, and another JNA
 * that it has, stay as they are. All else goes to {@code System}.
 *
 * <p>Thread-safe. Its state is static because JNA's is.
 */
final class OwnProperties {
  private static final Map<String, String> OWN = new ConcurrentHashMap<>();

  private OwnProperties() {}

  static @Nullable String setProperty(String key, String value) {
    return OWN.put(key, value);
  }

  static @Nullable String getProperty(String key) {
    String own = OWN.get(key);
    return own == null ? System.getProperty(key) : own;
  }

  static String getProperty(String key, String otherwise) {
    String own = OWN.get(key);
    return own == null ? System.getProperty(key, otherwise) : own;
  }

  static @Nullable String getenv(String name) {
    return System.getenv(name);
  }

  static String lineSeparator() {
    return System.lineSeparator();
  }

  static void arraycopy(Object from, int start, Object to, int at, int length) {
    System.arraycopy(from, start, to, at, length);
  }

  static String mapLibraryName(String name) {
    return System.mapLibraryName(name);
  }

  /** Loads into the class loader of JNA, which is that of this class. */
  static void load(String file) {
    System.load(file);
  }

  /** Loads into the class loader of JNA, which is that of this class. */
  static void loadLibrary(String name) {
    System.loadLibrary(name);
  }
}
