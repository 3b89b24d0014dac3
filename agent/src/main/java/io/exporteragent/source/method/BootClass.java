package io.exporteragent.source.method;

import io.exporteragent.source.method.boot.ExporterAgentMethods1;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicLongArray;
import net.bytebuddy.dynamic.ClassFileLocator;
import net.bytebuddy.jar.asm.ClassReader;
import net.bytebuddy.jar.asm.ClassWriter;
import net.bytebuddy.jar.asm.commons.ClassRemapper;
import net.bytebuddy.jar.asm.commons.SimpleRemapper;
import net.bytebuddy.utility.OpenedClassReader;
import org.jspecify.annotations.Nullable;

/**
 * {@link ExporterAgentMethods1} in the boot loader, where its name is {@code
 * java.lang.ExporterAgentMethods1}. Thread-safe.
 */
final class BootClass {
  private static final String NAME = "java.lang." + ExporterAgentMethods1.class.getSimpleName();

  private final Method reserve;
  private final Method use;
  private final Method owed;
  private @Nullable AtomicLongArray[] cells = new AtomicLongArray[16];
  private @Nullable Map<String, AtomicLong>[] failures = maps(16);
  private boolean isCleared;

  private BootClass(Class<?> defined) throws ReflectiveOperationException {
    this.reserve = defined.getMethod("reserve");
    this.owed = defined.getMethod("owed", int.class);
    this.use = defined.getMethod("use", AtomicLongArray[].class, Map[].class);
  }

  /**
   * Defines the class unless an earlier agent has done so.
   *
   * @throws ReflectiveOperationException if this JVM does not allow it
   */
  static BootClass in(JavaBase javaBase) throws ReflectiveOperationException {
    try {
      return new BootClass(Class.forName(NAME, false, null));
    } catch (ClassNotFoundException e) {
      javaBase.define(
          NAME, ThreadProbe.spreadingThreads(calledFromBootLoader(ExporterAgentMethods1.class)));
      return new BootClass(Class.forName(NAME, false, null));
    }
  }

  /** Returns the class file of an agent class, changed to refer to the class in the boot loader. */
  static byte[] calledFromBootLoader(Class<?> ours) {
    byte[] classFile;
    try (ClassFileLocator locator = ClassFileLocator.ForClassLoader.of(ours.getClassLoader())) {
      classFile = locator.locate(ours.getName()).resolve();
    } catch (IOException e) {
      throw new IllegalStateException("cannot read " + ours + " in the agent's jar", e);
    }
    ClassWriter writer = new ClassWriter(0);
    String from = ExporterAgentMethods1.class.getName().replace('.', '/');
    SimpleRemapper remapper =
        new SimpleRemapper(OpenedClassReader.ASM_API, from, NAME.replace('.', '/'));
    new ClassReader(classFile).accept(new ClassRemapper(writer, remapper), 0);
    return writer.toByteArray();
  }

  /** Assigns an id to a series and makes its state available to woven code. */
  synchronized int add(
      @Nullable AtomicLongArray itsCells, @Nullable Map<String, AtomicLong> itsFailures) {
    int id = (Integer) call(reserve);
    if (isCleared) {
      return id;
    }
    if (id >= cells.length) {
      int length = Math.max(id + 1, 2 * cells.length);
      cells = Arrays.copyOf(cells, length);
      failures = Arrays.copyOf(failures, length);
    }
    cells[id] = itsCells;
    failures[id] = itsFailures;
    call(use, cells, failures);
    return id;
  }

  /** Returns the number of calls in flight of a series whose end was not counted. */
  long owed(int id) {
    return (Long) call(owed, id);
  }

  /** Withdraws the state of a series from code that may still be woven for it. */
  synchronized void remove(int id) {
    if (!isCleared) {
      cells[id] = null;
      failures[id] = null;
    }
  }

  /** Withdraws all state from woven code and from later agents, permanently. */
  synchronized void clear() {
    isCleared = true;
    call(use, null, null);
  }

  @SuppressWarnings({"rawtypes", "unchecked"}) // there are no arrays of generic types
  private static @Nullable Map<String, AtomicLong>[] maps(int length) {
    return new Map[length];
  }

  private static Object call(Method method, @Nullable Object... arguments) {
    try {
      return method.invoke(null, arguments);
    } catch (IllegalAccessException | InvocationTargetException e) {
      throw new IllegalStateException("cannot call " + method, e);
    }
  }
}
