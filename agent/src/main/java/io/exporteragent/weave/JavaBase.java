package io.exporteragent.weave;

import io.exporteragent.guest.InnerPackages;
import java.lang.instrument.Instrumentation;
import java.lang.invoke.MethodHandles;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.security.ProtectionDomain;

/**
 * Access to internals of the module {@code java.base}, which {@link Instrumentation} opens to the
 * agent's module only: defines classes in {@code java.lang} and reads constant pools. No release
 * prints a warning; on Java 8, without modules, classes are defined by {@code sun.misc.Unsafe}.
 */
public final class JavaBase {
  private final boolean hasModules;

  private JavaBase(boolean hasModules) {
    this.hasModules = hasModules;
  }

  /**
   * Opens the packages needed.
   *
   * @throws ReflectiveOperationException if this JVM does not allow it
   */
  public static JavaBase open(Instrumentation instrumentation) throws ReflectiveOperationException {
    InnerPackages.open(instrumentation, "java.lang", "jdk.internal.reflect");
    return new JavaBase(InnerPackages.hasModules());
  }

  /** Returns whether this is Java 9 or later. */
  public boolean hasModules() {
    return hasModules;
  }

  /** Defines a class of package {@code java.lang} in the boot loader. */
  public void define(String name, byte[] classFile) throws ReflectiveOperationException {
    if (hasModules) {
      Object lookup =
          MethodHandles.class
              .getMethod("privateLookupIn", Class.class, MethodHandles.Lookup.class)
              .invoke(null, Object.class, MethodHandles.lookup());
      MethodHandles.Lookup.class
          .getMethod("defineClass", byte[].class)
          .invoke(lookup, (Object) classFile);
      return;
    }
    Class<?> unsafe = Class.forName("sun.misc.Unsafe");
    Field instance = unsafe.getDeclaredField("theUnsafe");
    instance.setAccessible(true);
    unsafe
        .getMethod(
            "defineClass",
            String.class,
            byte[].class,
            int.class,
            int.class,
            ClassLoader.class,
            ProtectionDomain.class)
        .invoke(instance.get(null), name, classFile, 0, classFile.length, null, null);
  }

  /** Returns {@code Class.getConstantPool()}; its result is a {@link #constantPool}. */
  public Method getConstantPool() throws ReflectiveOperationException {
    Method method = Class.class.getDeclaredMethod("getConstantPool");
    method.setAccessible(true);
    return method;
  }

  /** Returns the type of a class's constant pool. */
  public Class<?> constantPool() throws ReflectiveOperationException {
    return Class.forName(
        hasModules ? "jdk.internal.reflect.ConstantPool" : "sun.reflect.ConstantPool");
  }
}
