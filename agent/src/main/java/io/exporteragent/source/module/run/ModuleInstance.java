package io.exporteragent.source.module.run;

import io.exporteragent.source.module.compile.ModuleException;
import io.exporteragent.source.module.isolate.ModuleLoader;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import org.jspecify.annotations.Nullable;

/**
 * An object of a module's class. Each method runs the module's code on the calling thread and may
 * block indefinitely.
 */
final class ModuleInstance {
  private final Object instance;
  private final PrometheusRegistry registry;
  private final Method process;
  private final @Nullable Method close;

  private ModuleInstance(
      Object instance, PrometheusRegistry registry, Method process, @Nullable Method close) {
    this.instance = instance;
    this.registry = registry;
    this.process = process;
    this.close = close;
  }

  /**
   * Loads the module's class and calls its constructor: the one that takes a registry, else the one
   * without parameters, which suits a module with static metrics.
   *
   * @throws ModuleException if the class is not a module, or throws
   */
  static ModuleInstance create(String className, ModuleLoader loader) throws ModuleException {
    try {
      Class<?> type = Class.forName(className, false, loader);
      Method process = method(type, "process");
      if (!Modifier.isPublic(type.getModifiers()) || process == null) {
        throw new ModuleException(
            String.format(
                "class %s is no module; it must be public and have a public void process()",
                className));
      }
      Constructor<?> constructor = constructor(type);
      Object instance =
          constructor.getParameterCount() == 0
              ? constructor.newInstance()
              : constructor.newInstance(loader.get());
      return new ModuleInstance(instance, loader.get(), process, method(type, "close"));
    } catch (InvocationTargetException e) {
      throw ModuleException.of(e.getCause(), className);
    } catch (ReflectiveOperationException | RuntimeException | Error e) {
      throw ModuleException.of(e, className);
    }
  }

  private static Constructor<?> constructor(Class<?> type) throws ModuleException {
    Constructor<?> found = null;
    for (Constructor<?> each : type.getConstructors()) {
      Class<?>[] parameters = each.getParameterTypes();
      if (parameters.length == 1 && parameters[0] == PrometheusRegistry.class) {
        return each;
      }
      found = parameters.length == 0 ? each : found;
    }
    if (found == null) {
      throw new ModuleException(
          String.format(
              "class %s has no public constructor that takes a PrometheusRegistry; write public %s(PrometheusRegistry registry) { ... }",
              type.getName(), type.getSimpleName()));
    }
    return found;
  }

  private static @Nullable Method method(Class<?> type, String name) {
    try {
      return type.getMethod(name);
    } catch (NoSuchMethodException e) {
      return null;
    }
  }

  /**
   * Lets the module update its metrics, and reads them.
   *
   * @throws ModuleException if it throws, or its metrics cannot be served
   */
  ModuleValues process(int maxSeries) throws ModuleException {
    long start = System.nanoTime();
    call(process);
    return ModuleValues.read(registry, maxSeries, start);
  }

  /**
   * Lets the module release its resources, if it has a method for that.
   *
   * @throws ModuleException if it throws
   */
  void close() throws ModuleException {
    if (close != null) {
      call(close);
    }
  }

  private void call(Method method) throws ModuleException {
    try {
      method.invoke(instance);
    } catch (InvocationTargetException e) {
      throw ModuleException.of(e.getCause(), instance.getClass().getName());
    } catch (IllegalAccessException | RuntimeException | Error e) {
      throw ModuleException.of(e, instance.getClass().getName());
    }
  }
}
