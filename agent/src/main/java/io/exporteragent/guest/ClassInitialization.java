package io.exporteragent.guest;

import java.lang.instrument.Instrumentation;
import java.lang.reflect.Field;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Tells whether a class has been initialised, without initialising it. Reading a static field of an
 * application's class would run its static initialiser on our thread, at a time of our choosing.
 *
 * <p>Only {@code Unsafe.shouldBeInitialized} knows: on Java 8 that of {@code sun.misc}, which is
 * still there in 17 and gone in 25; later that of {@code jdk.internal.misc}, which {@code
 * java.base} exports to the agent's module alone through {@link Instrumentation}. Set up on first
 * use; if that fails, no class counts as initialised. Any thread.
 */
public final class ClassInitialization implements Predicate<Class<?>> {
  private static final String JAVA_8_UNSAFE = "sun.misc.Unsafe";

  private final Instrumentation instrumentation;
  private final Messages messages;
  private @Nullable Object unsafe;
  private @Nullable Method shouldBeInitialized;
  private boolean prepared;

  /** Creates a test that is set up on first use. */
  public ClassInitialization(Instrumentation instrumentation, Messages messages) {
    this.instrumentation = instrumentation;
    this.messages = messages;
  }

  @Override
  public synchronized boolean test(Class<?> candidate) {
    if (!prepared) {
      prepared = true;
      prepare();
    }
    Method question = shouldBeInitialized;
    if (question == null) {
      return false;
    }
    try {
      return !Boolean.TRUE.equals(question.invoke(unsafe, candidate));
    } catch (IllegalAccessException | InvocationTargetException e) {
      shouldBeInitialized = null;
      unknown(e);
      return false;
    }
  }

  private void prepare() {
    try {
      Class<?> type = unsafeClass();
      if (type.getName().equals(JAVA_8_UNSAFE)) {
        Field instance = type.getDeclaredField("theUnsafe");
        instance.setAccessible(true);
        unsafe = instance.get(null);
      } else {
        unsafe = type.getMethod("getUnsafe").invoke(null);
      }
      shouldBeInitialized = type.getMethod("shouldBeInitialized", Class.class);
    } catch (ReflectiveOperationException | RuntimeException | LinkageError e) {
      unknown(e);
    }
  }

  private Class<?> unsafeClass() throws ReflectiveOperationException {
    if (!InnerPackages.hasModules()) {
      return Class.forName(JAVA_8_UNSAFE);
    }
    InnerPackages.export(instrumentation, "jdk.internal.misc");
    return Class.forName("jdk.internal.misc.Unsafe");
  }

  private void unknown(Throwable cause) {
    messages.say(
        "cannot tell on this JVM which classes are initialised, so the application's own metrics are left out: "
            + cause,
        cause);
  }
}
