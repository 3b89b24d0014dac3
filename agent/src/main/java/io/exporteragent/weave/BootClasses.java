package io.exporteragent.weave;

import java.io.IOException;
import java.io.InputStream;
import net.bytebuddy.jar.asm.ClassReader;
import net.bytebuddy.jar.asm.ClassWriter;
import net.bytebuddy.utility.StreamDrainer;

/**
 * Classes that woven code calls. They are compiled in a package of ours and defined in the boot
 * loader in {@code java.lang}, the only package that every class loader delegates. Thread-safe.
 */
public final class BootClasses {
  private static final String PACKAGE = "java/lang/";

  private BootClasses() {}

  /**
   * Returns a class of ours in the boot loader, where its name is {@code java.lang.} and its simple
   * name; defines it unless an earlier agent has done so.
   *
   * @param ours uses the JDK alone, and classes of its own package that are defined too; {@link
   *     ThreadProbe} gives its method {@code spread}, if it has one, another body
   * @throws ReflectiveOperationException if this JVM does not allow it
   */
  public static Class<?> define(JavaBase javaBase, Class<?> ours)
      throws ReflectiveOperationException {
    String name = nameOf(ours);
    try {
      return Class.forName(name, false, null);
    } catch (ClassNotFoundException e) {
      ClassWriter writer = new ClassWriter(0);
      new ClassReader(calledFromBootLoader(ours, ours))
          .accept(ThreadProbe.spreadingThreads(writer), 0);
      javaBase.define(name, writer.toByteArray());
      return Class.forName(name, false, null);
    }
  }

  /**
   * Returns the class file of an agent class, changed to refer to the classes in the boot loader.
   *
   * @param boot a class of ours that {@link #define} is given; those of its package are too
   */
  public static byte[] calledFromBootLoader(Class<?> ours, Class<?> boot) {
    String name = boot.getName().replace('.', '/');
    String from = name.substring(0, name.lastIndexOf('/') + 1);
    return new PackageMove(from, PACKAGE).of(classFile(ours));
  }

  /** Returns the class file of an agent class. */
  public static byte[] classFile(Class<?> ours) {
    String file = ours.getName().replace('.', '/') + ".class";
    try (InputStream in = ours.getClassLoader().getResourceAsStream(file)) {
      if (in == null) {
        throw new IllegalStateException(file + " is not in the agent's jar");
      }
      return StreamDrainer.DEFAULT.drain(in);
    } catch (IOException e) {
      throw new IllegalStateException("cannot read " + ours + " in the agent's jar", e);
    }
  }

  /** Returns the internal name that a class of ours has in the boot loader. */
  public static String internalName(Class<?> ours) {
    return PACKAGE + ours.getSimpleName();
  }

  private static String nameOf(Class<?> ours) {
    return internalName(ours).replace('/', '.');
  }
}
