package io.exporteragent.source.application.bridge;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.Field;

/** Reads non-public fields of client_java, as fast as client_java if the getter is a constant. */
final class Fields {
  private Fields() {}

  /**
   * Returns a getter that takes an {@code Object} and returns exactly the given type.
   *
   * @throws LinkageError if there is no such field, or its module is not open to the agent
   */
  static MethodHandle getter(Class<?> owner, String name, Class<?> type) {
    try {
      Field field = owner.getDeclaredField(name);
      if (!type.isAssignableFrom(field.getType())) {
        throw new LinkageError(field + " is not a " + type);
      }
      field.setAccessible(true);
      return MethodHandles.lookup()
          .unreflectGetter(field)
          .asType(MethodType.methodType(type, Object.class));
    } catch (ReflectiveOperationException | RuntimeException e) {
      throw new LinkageError("the field " + name + " of " + owner + " cannot be read", e);
    }
  }

  /** Converts what a getter threw: only errors of the JVM, or bugs of the agent, are possible. */
  static RuntimeException unexpected(Throwable thrown) {
    if (thrown instanceof Error) {
      throw (Error) thrown;
    }
    return new IllegalStateException(thrown);
  }
}
