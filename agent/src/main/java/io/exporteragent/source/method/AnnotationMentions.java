package io.exporteragent.source.method;

import io.exporteragent.guest.Messages;
import io.exporteragent.weave.JavaBase;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.Map;
import java.util.WeakHashMap;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Finds classes that may be annotated by the names in their constant pools. Reflection would load
 * the classes of all their methods' parameters, and reading the bytes of a class needs a
 * retransformation. Not thread-safe.
 */
final class AnnotationMentions {
  private final JavaBase javaBase;
  private final Messages messages;
  private @Nullable Constants constants;
  private boolean prepared;

  /** Creates an instance that opens the constant pools at its first use. */
  AnnotationMentions(JavaBase javaBase, Messages messages) {
    this.javaBase = javaBase;
    this.messages = messages;
  }

  /**
   * Returns a predicate, which remembers its answers: whether a class or any part of it may have an
   * annotation.
   *
   * @param annotation accepts the annotation's binary name
   */
  Predicate<Class<?>> of(Predicate<String> annotation) {
    Map<Class<?>, Boolean> known = new WeakHashMap<>();
    return type -> known.computeIfAbsent(type, key -> hasConstant(key, annotation));
  }

  private boolean hasConstant(Class<?> type, Predicate<String> annotation) {
    if (!prepared) {
      prepared = true;
      try {
        constants = new Constants(javaBase);
      } catch (ReflectiveOperationException | RuntimeException e) {
        unknown(e);
      }
    }
    try {
      return constants != null && constants.hasDescriptor(type, annotation);
    } catch (IllegalAccessException | InvocationTargetException | LinkageError e) {
      constants = null;
      unknown(e);
      return false;
    }
  }

  private void unknown(Throwable failure) {
    Throwable cause = failure instanceof InvocationTargetException ? failure.getCause() : failure;
    messages.say(
        "cannot tell on this JVM which classes are annotated, so rules with an annotation find nothing: name the classes and methods instead: "
            + cause,
        cause);
  }

  /** Access to the JDK's internal {@code ConstantPool}. */
  private static final class Constants {
    private final Method getConstantPool;
    private final Method size;
    private final Method utf8;
    private final @Nullable Method tag;

    Constants(JavaBase javaBase) throws ReflectiveOperationException {
      Class<?> pool = javaBase.constantPool();
      getConstantPool = javaBase.getConstantPool();
      size = pool.getMethod("getSize");
      utf8 = pool.getMethod("getUTF8At", int.class);
      // Java 8 does not return the kind; there, reading a constant of another kind throws.
      tag = javaBase.hasModules() ? pool.getMethod("getTagAt", int.class) : null;
    }

    boolean hasDescriptor(Class<?> type, Predicate<String> annotation)
        throws IllegalAccessException, InvocationTargetException {
      Object pool = getConstantPool.invoke(type);
      int end = (Integer) size.invoke(pool);
      for (int i = 1; i < end; i++) {
        String text = text(pool, i);
        if (text.startsWith("L")
            && text.endsWith(";")
            && annotation.test(text.substring(1, text.length() - 1).replace('/', '.'))) {
          return true;
        }
      }
      return false;
    }

    /** Returns the constant's text; empty if the constant is of another kind. */
    private String text(Object pool, int index)
        throws IllegalAccessException, InvocationTargetException {
      try {
        boolean isText = tag == null || "UTF8".equals(String.valueOf(tag.invoke(pool, index)));
        return isText ? String.valueOf(utf8.invoke(pool, index)) : "";
      } catch (InvocationTargetException e) {
        if (e.getCause() instanceof IllegalArgumentException) {
          return "";
        }
        throw e;
      }
    }
  }
}
