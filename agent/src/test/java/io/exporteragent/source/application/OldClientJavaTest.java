package io.exporteragent.source.application;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.exporteragent.model.Family;
import io.exporteragent.model.RenderedFamily;
import java.io.File;
import java.lang.reflect.Method;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The first client_java of all, beside the one on the class path. */
class OldClientJavaTest {
  private static final Path LIBRARIES = Path.of("target/client-java-1.0.0");

  @Test
  void countersAndGauges_areReadDirectly() throws Exception {
    File[] jars = LIBRARIES.toFile().listFiles();
    assertThat(jars).as("put there by the build").hasSize(5);
    List<URL> urls = new ArrayList<>();
    for (File jar : jars) {
      urls.add(jar.toURI().toURL());
    }
    try (URLClassLoader application =
        new URLClassLoader(urls.toArray(new URL[0]), ClassLoader.getPlatformClassLoader())) {
      Object registry =
          application
              .loadClass("io.prometheus.metrics.model.registry.PrometheusRegistry")
              .getConstructor()
              .newInstance();
      call(labelled(application, "Counter", "old_total", registry), "inc", double.class, 2.5);
      call(labelled(application, "Gauge", "old_level", registry), "set", double.class, -1.0);

      RegistryReader reader = new BridgeLoader(registry.getClass()).newReader("ClientJavaReader");
      List<String> lines = new ArrayList<>();
      for (Family family : reader.read(registry, line -> {})) {
        assertThat(family).isInstanceOf(RenderedFamily.class);
        ((RenderedFamily) family)
            .forEachRendered(
                (text, offset, length, value, created, exemplar) ->
                    lines.add(
                        family.name() + new String(text, offset, length, UTF_8) + " " + value),
                true);
      }
      assertThat(lines).containsExactlyInAnyOrder("oldkind=\"a\" 2.5", "old_levelkind=\"a\" -1.0");
    }
  }

  /** The point of a new metric whose label {@code kind} is {@code a}. */
  private static Object labelled(ClassLoader application, String type, String name, Object registry)
      throws Exception {
    Class<?> metric = application.loadClass("io.prometheus.metrics.core.metrics." + type);
    Object builder = metric.getMethod("builder").invoke(null);
    call(builder, "name", String.class, name);
    call(builder, "labelNames", String[].class, new String[] {"kind"});
    Object registered = call(builder, "register", registry.getClass(), registry);
    return call(registered, "labelValues", String[].class, new String[] {"a"});
  }

  private static Object call(Object target, String name, Class<?> parameter, Object argument)
      throws Exception {
    Method method =
        Arrays.stream(target.getClass().getMethods())
            .filter(each -> each.getName().equals(name))
            .filter(each -> Arrays.equals(each.getParameterTypes(), new Class<?>[] {parameter}))
            .findFirst()
            .orElseThrow();
    method.setAccessible(true);
    return method.invoke(target, argument);
  }
}
