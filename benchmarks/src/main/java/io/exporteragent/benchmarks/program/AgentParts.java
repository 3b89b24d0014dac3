package io.exporteragent.benchmarks.program;

import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.Constructor;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.net.URL;
import java.net.URLClassLoader;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadFactory;
import java.util.function.Consumer;

/**
 * Parts of the agent, taken out of its jar and called one by one as it calls them. They are not
 * public, so this knows them by name.
 */
final class AgentParts {
  private static final String AGENT = "io.exporteragent.";
  private static final MethodType READ = MethodType.methodType(List.class, Object.class);
  private static final MethodType WRITE =
      MethodType.methodType(void.class, List.class, OutputStream.class);
  private static final MethodType COLLECT = MethodType.methodType(List.class);

  private final ClassLoader loader;

  /** The parts in a jar, which stays open. */
  AgentParts(File jar) throws ReflectiveOperationException, IOException {
    ClassLoader bootstrap = new URLClassLoader(new URL[] {jar.toURI().toURL()}, null);
    loader =
        (ClassLoader)
            constructor(bootstrap.loadClass(AGENT + "bootstrap.AgentClassLoader"), File.class)
                .newInstance(jar);
  }

  /** Reads a registry of client_java: from it, as an {@code Object}, to the families. */
  MethodHandle registryReader() throws ReflectiveOperationException {
    Object bridge =
        constructor(type("source.application.BridgeLoader"), Class.class)
            .newInstance(PrometheusRegistry.class);
    Object reader =
        method(bridge.getClass(), "newReader", String.class).invoke(bridge, "ClientJavaReader");
    Method read =
        method(type("source.application.RegistryReader"), "read", Object.class, Consumer.class);
    Consumer<String> silent = message -> {};
    return MethodHandles.insertArguments(
            MethodHandles.lookup().unreflect(read).bindTo(reader), 1, silent)
        .asType(READ);
  }

  /**
   * Writes families to a stream.
   *
   * @param format a constant of {@code ExpositionFormat}
   */
  MethodHandle encoder(String format) throws ReflectiveOperationException {
    Object encoder =
        constructor(type("exposition.Encoder"), type("guest.Messages")).newInstance(silent());
    Class<?> formats = type("exposition.ExpositionFormat");
    Object exposition =
        method(type("exposition.Exposition"), "of", formats)
            .invoke(null, constant(formats, format));
    Method write =
        method(encoder.getClass(), "write", List.class, exposition.getClass(), OutputStream.class);
    return MethodHandles.insertArguments(
            MethodHandles.lookup().unreflect(write).bindTo(encoder), 1, exposition)
        .asType(WRITE);
  }

  /** Collects the processor's, the memory's and the file systems' figures. */
  List<MethodHandle> hostSources() throws ReflectiveOperationException {
    ThreadFactory threads =
        task -> {
          Thread thread = new Thread(task);
          thread.setDaemon(true);
          return thread;
        };
    ExecutorService workers = Executors.newCachedThreadPool(threads);
    Object agentThreads =
        constructor(type("guest.AgentThreads"), String.class, type("guest.Messages"))
            .newInstance("cpu", silent());
    Object everything =
        method(type("gather.Scrape"), "ofEverything", long.class)
            .invoke(null, System.nanoTime() + Long.MAX_VALUE / 2);
    Class<?> section = type("source.host.DiskSection");
    Object disk = method(section, "otherwise").invoke(constructor(section).newInstance());
    return List.of(
        collect(
            constructor(type("source.host.CpuMetrics"), type("guest.AgentThreads"))
                .newInstance(agentThreads),
            everything),
        collect(constructor(type("source.host.MemoryMetrics")).newInstance(), everything),
        collect(
            constructor(type("source.host.DiskMetrics"), ExecutorService.class, disk.getClass())
                .newInstance(workers, disk),
            everything));
  }

  private MethodHandle collect(Object source, Object scrape) throws ReflectiveOperationException {
    Method collect = method(type("gather.Source"), "collect", type("gather.Scrape"));
    return MethodHandles.insertArguments(
            MethodHandles.lookup().unreflect(collect).bindTo(source), 0, scrape)
        .asType(COLLECT);
  }

  /** Messages of the agent that go nowhere. */
  private Object silent() throws ClassNotFoundException {
    return Proxy.newProxyInstance(
        loader, new Class<?>[] {type("guest.Messages")}, (proxy, method, arguments) -> null);
  }

  private Class<?> type(String name) throws ClassNotFoundException {
    return loader.loadClass(AGENT + name);
  }

  private static Constructor<?> constructor(Class<?> type, Class<?>... parameters)
      throws NoSuchMethodException {
    Constructor<?> constructor = type.getDeclaredConstructor(parameters);
    constructor.setAccessible(true);
    return constructor;
  }

  private static Method method(Class<?> type, String name, Class<?>... parameters)
      throws NoSuchMethodException {
    Method method = type.getDeclaredMethod(name, parameters);
    method.setAccessible(true);
    return method;
  }

  private static Object constant(Class<?> type, String name) throws ReflectiveOperationException {
    Field constant = type.getField(name);
    constant.setAccessible(true);
    return constant.get(null);
  }
}
