package io.exporteragent.source.method;

import java.lang.reflect.Modifier;
import java.util.Map;
import net.bytebuddy.ByteBuddy;
import net.bytebuddy.dynamic.loading.ByteArrayClassLoader;
import net.bytebuddy.dynamic.loading.ClassLoadingStrategy;
import net.bytebuddy.implementation.FixedValue;

/** Classes of applications. */
final class Loaders {
  private Loaders() {}

  /** A class in a loader of its own that sees nothing else but what the boot loader has. */
  static Class<?> of(String name, byte[] classFile) throws ClassNotFoundException {
    return new ByteArrayClassLoader(null, Map.of(name, classFile)).loadClass(name);
  }

  /** A class with a method {@code answer}, in such a loader. */
  static Class<?> newClass(String name) {
    return new ByteBuddy()
        .subclass(Object.class)
        .name(name)
        .defineMethod("answer", String.class, Modifier.PUBLIC)
        .intercept(FixedValue.value("yes"))
        .make()
        .load(null, ClassLoadingStrategy.Default.WRAPPER)
        .getLoaded();
  }

  /** An instance of a new class of exceptions. */
  static Throwable newException(String name) throws ReflectiveOperationException {
    return new ByteBuddy()
        .subclass(RuntimeException.class)
        .name(name)
        .make()
        .load(null, ClassLoadingStrategy.Default.WRAPPER)
        .getLoaded()
        .getConstructor()
        .newInstance();
  }
}
