package io.exporteragent.source.signal;

import java.lang.reflect.AccessibleObject;
import java.lang.reflect.Field;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Member;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.Arrays;
import java.util.List;
import net.bytebuddy.jar.asm.Type;
import org.jspecify.annotations.Nullable;

/**
 * The way from a pool to a value: fields, and methods without parameters. Read when a page is made,
 * by reflection, since no code is woven for it.
 *
 * <pre>
 *   this.config.getPoolName()
 * </pre>
 *
 * <p>Immutable; keeps nothing of the application.
 */
final class PoolPath {
  private static final String START = "this.";
  private static final String CALL = "()";

  private final ValuePath path;
  private final List<String> steps;

  private PoolPath(ValuePath path, List<String> steps) {
    this.path = path;
    this.steps = steps;
  }

  /** Parses a path; returns null if the text is none. */
  static @Nullable PoolPath parse(String text) {
    boolean isForm = text.startsWith(START) && text.indexOf('"') < 0;
    ValuePath path = isForm ? ValuePath.parse(text) : null;
    return path == null
        ? null
        : new PoolPath(path, Arrays.asList(text.substring(START.length()).split("\\.")));
  }

  /**
   * Returns the type of the value, as the class files of the pool have it.
   *
   * @param pool the internal name of its class
   * @throws PathException if a step is missing
   */
  Type type(String pool, ClassFiles files) throws PathException {
    return path.resolveType(Type.getObjectType(pool), files);
  }

  /**
   * Reads the value; runs the pool's code, which may block indefinitely.
   *
   * @return null if there is none, or one on the way is missing
   * @throws Exception what the pool throws
   */
  @Nullable Object read(Object pool) throws Exception {
    Object value = pool;
    for (String step : steps) {
      if (value == null) {
        return null;
      }
      value = step.endsWith(CALL) ? call(value, step) : field(value, step);
    }
    return value;
  }

  private static @Nullable Object call(Object of, String step) throws Exception {
    String name = step.substring(0, step.length() - CALL.length());
    for (Class<?> type = of.getClass(); type != null; type = type.getSuperclass()) {
      for (Method each : type.getDeclaredMethods()) {
        if (each.getName().equals(name) && each.getParameterCount() == 0) {
          return call(of, open(each, type));
        }
      }
    }
    throw new NoSuchMethodException(of.getClass().getName() + " has no " + step);
  }

  private static @Nullable Object call(Object of, Method method) throws Exception {
    try {
      return method.invoke(of);
    } catch (InvocationTargetException e) {
      Throwable cause = e.getCause();
      throw cause instanceof Exception ? (Exception) cause : e;
    }
  }

  private static @Nullable Object field(Object of, String step) throws Exception {
    for (Class<?> type = of.getClass(); type != null; type = type.getSuperclass()) {
      for (Field each : type.getDeclaredFields()) {
        if (each.getName().equals(step)) {
          return open(each, type).get(of);
        }
      }
    }
    throw new NoSuchFieldException(of.getClass().getName() + " has no " + step);
  }

  /** A module may keep what is not public to itself. */
  private static <M extends AccessibleObject & Member> M open(M member, Class<?> of) {
    if (!Modifier.isPublic(member.getModifiers() & of.getModifiers())) {
      member.setAccessible(true);
    }
    return member;
  }

  @Override
  public String toString() {
    return path.toString();
  }
}
