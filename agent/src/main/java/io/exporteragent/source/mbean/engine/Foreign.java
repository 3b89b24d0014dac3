package io.exporteragent.source.mbean.engine;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.Collection;
import javax.management.MBeanException;
import javax.management.ReflectionException;
import javax.management.RuntimeErrorException;
import javax.management.RuntimeMBeanException;
import javax.management.RuntimeOperationsException;
import org.jspecify.annotations.Nullable;

/**
 * Guards values and exceptions of the application's classes. Whatever they are asked may take for
 * ever, as a getter may, so a walk can be abandoned meanwhile.
 */
final class Foreign implements InvocationHandler {
  private final Object value;
  private final Walk walk;

  private Foreign(Object value, Walk walk) {
    this.value = value;
    this.walk = walk;
  }

  /** Returns a number to be asked for its text and its value. */
  static Number guarded(Number number, Walk walk) {
    return new ForeignNumber(number, walk);
  }

  /** Returns composite or tabular data to be asked for what is in it. */
  static <T> T guarded(Class<T> type, T data, Walk walk) {
    if (data.getClass().getClassLoader() == null) {
      return data;
    }
    return type.cast(
        Proxy.newProxyInstance(
            Foreign.class.getClassLoader(), new Class<?>[] {type}, new Foreign(data, walk)));
  }

  @Override
  public @Nullable Object invoke(Object proxy, Method method, Object @Nullable [] arguments)
      throws Throwable {
    walk.leave();
    try {
      Object answer = method.invoke(value, arguments);
      return answer instanceof Collection ? new ArrayList<>((Collection<?>) answer) : answer;
    } catch (InvocationTargetException e) {
      Throwable cause = e.getCause();
      throw cause == null ? e : cause;
    } finally {
      walk.enter();
    }
  }

  /** Returns what a bean has thrown, without what the MBean server has put around it. */
  static Throwable root(Throwable thrown) {
    Throwable root = thrown;
    while (isOfServer(root)) {
      Throwable cause = root.getCause();
      if (cause == null) {
        return root;
      }
      root = cause;
    }
    return root;
  }

  private static boolean isOfServer(Throwable thrown) {
    Class<?> type = thrown.getClass();
    return type == MBeanException.class
        || type == ReflectionException.class
        || type == RuntimeErrorException.class
        || type == RuntimeMBeanException.class
        || type == RuntimeOperationsException.class;
  }

  /** Returns the text of an exception, whose class may be the application's, too. */
  static String text(Throwable thrown, Walk walk) {
    try {
      return String.valueOf(walk.text(root(thrown)));
    } catch (Walk.Abandoned e) {
      throw e;
    } catch (Throwable e) {
      return thrown.getClass().getName();
    }
  }

  /** A number of a class of the application's, for as long as a decision is made of it. */
  private static final class ForeignNumber extends Number {
    private static final long serialVersionUID = 1L;

    private final transient Number number;
    private final transient Walk walk;

    ForeignNumber(Number number, Walk walk) {
      this.number = number;
      this.walk = walk;
    }

    @Override
    public int intValue() {
      return walk.foreign(number::intValue);
    }

    @Override
    public long longValue() {
      return walk.foreign(number::longValue);
    }

    @Override
    public float floatValue() {
      return walk.foreign(number::floatValue);
    }

    @Override
    public double doubleValue() {
      return walk.foreign(number::doubleValue);
    }

    @Override
    public String toString() {
      return walk.text(number);
    }
  }
}
