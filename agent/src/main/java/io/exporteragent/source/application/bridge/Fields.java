package io.exporteragent.source.application.bridge;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.Field;

/** Reads fields that client_java keeps to itself, as fast as it does once they are constants. */
final class Fields {
  private Fields() {}

  /**
   * A getter that takes an {@code Object} and returns exactly the type asked for.
   *
   * @throws LinkageError if there is no such field, or its module is not open to us
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

  /** What a getter throws: it has nothing to throw but an error of the JVM or of ours. */
  static RuntimeException unexpected(Throwable thrown) {
    if (thrown instanceof Error) {
      throw (Error) thrown;
    }
    return new IllegalStateException(thrown);
  }
}
