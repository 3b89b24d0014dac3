package io.exporteragent.source.jvm;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;

/**
 * A number that a bean of the JVM tells, by a method that not every release or build has. For any
 * thread.
 */
final class BeanValue {
  private final Object bean;
  private final Method getter;

  /**
   * Finds a getter of the interface of a bean.
   *
   * @throws NoSuchMethodException if this JVM does not have it
   */
  BeanValue(Class<?> type, Object bean, String getter) throws NoSuchMethodException {
    this.bean = type.cast(bean);
    this.getter = type.getMethod(getter);
  }

  /** Returns the number; -1 if the JVM does not know it, as beans have it. */
  double get() {
    try {
      return ((Number) getter.invoke(bean)).doubleValue();
    } catch (IllegalAccessException | InvocationTargetException e) {
      return -1;
    }
  }
}
