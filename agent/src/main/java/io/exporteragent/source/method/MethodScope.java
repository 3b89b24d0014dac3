package io.exporteragent.source.method;

import io.exporteragent.config.ConfigurationException;
import io.exporteragent.config.YamlValue;

/**
 * Rejects patterns for classes that are never measured, so that the mistake shows at once. Judged
 * by name; for certain it is known only when the class is loaded.
 */
final class MethodScope {
  /** Those of JDK 17 and 25; other packages in javax and com.sun belong to the application. */
  private static final String[] JDK = {
    "java.",
    "jdk.",
    "sun.",
    "javax.accessibility.",
    "javax.annotation.processing.",
    "javax.crypto.",
    "javax.imageio.",
    "javax.lang.model.",
    "javax.management.",
    "javax.naming.",
    "javax.net.",
    "javax.print.",
    "javax.rmi.ssl.",
    "javax.script.",
    "javax.security.cert.",
    "javax.security.sasl.",
    "javax.smartcardio.",
    "javax.sound.",
    "javax.sql.",
    "javax.swing.",
    "javax.tools.",
    "javax.transaction.xa.",
    "javax.xml.catalog.",
    "javax.xml.crypto.",
    "javax.xml.datatype.",
    "javax.xml.namespace.",
    "javax.xml.parsers.",
    "javax.xml.stream.",
    "javax.xml.transform.",
    "javax.xml.validation.",
    "javax.xml.xpath.",
    "com.sun.beans.",
    "com.sun.crypto.",
    "com.sun.imageio.",
    "com.sun.jmx.",
    "com.sun.jndi.",
    "com.sun.management.",
    "com.sun.naming.",
    "com.sun.net.",
    "com.sun.nio.",
    "com.sun.org.",
    "com.sun.proxy.",
    "com.sun.rowset.",
    "com.sun.security.",
    "com.sun.tools.",
  };

  private static final String[] AGENT = {
    "io.exporteragent.attach.",
    "io.exporteragent.bootstrap.",
    "io.exporteragent.cli.",
    "io.exporteragent.config.",
    "io.exporteragent.exposition.",
    "io.exporteragent.gather.",
    "io.exporteragent.guest.",
    "io.exporteragent.http.",
    "io.exporteragent.httpclient.",
    "io.exporteragent.hub.",
    "io.exporteragent.lifecycle.",
    "io.exporteragent.model.",
    "io.exporteragent.push.",
    "io.exporteragent.source.",
  };

  private MethodScope() {}

  static void check(MethodPattern pattern, YamlValue at) throws ConfigurationException {
    if (pattern.isEveryMethod()) {
      throw at.error(
          "a pattern for every method of every class",
          "name a package, a method, an annotation or a supertype");
    }
    if (pattern.hierarchy() != MethodPattern.Hierarchy.NONE) {
      return;
    }
    String type = pattern.type().toString();
    if (beginsWithOneOf(type, JDK)) {
      throw at.error(
          "a pattern for classes of the JDK",
          "they are not measured, name the application's or put implements or extends before the name");
    }
    if (beginsWithOneOf(type, AGENT)) {
      throw at.error(
          "a pattern for classes of the agent", "they are not measured, name the application's");
    }
  }

  private static boolean beginsWithOneOf(String name, String[] prefixes) {
    for (String prefix : prefixes) {
      if (name.startsWith(prefix)) {
        return true;
      }
    }
    return false;
  }
}
