package io.exporteragent.source.module;

import static io.exporteragent.source.module.WatchedFolder.await;
import static io.exporteragent.source.module.WatchedFolder.gauge;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.exporteragent.source.module.compile.Classes;
import io.exporteragent.source.module.isolate.ModuleLoader;
import io.exporteragent.source.module.run.ModuleSettings;
import io.exporteragent.source.module.run.ModuleSettings.ClassPath;
import io.prometheus.metrics.core.metrics.Gauge;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.io.IOException;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Collections;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What modules see of the JVM they are in. */
class ModuleClassPathTest {
  @TempDir Path directory;

  @Test
  void isolated_seesNothingOfTheApplicationOrTheAgent() throws Exception {
    try (ModuleLoader loader = loader(Map.of(), Map.of(), null)) {
      for (String name :
          new String[] {
            ApplicationState.class.getName(),
            ModuleMetrics.class.getName(),
            "org.snakeyaml.engine.v2.api.Load",
            "org.junit.jupiter.api.Test"
          }) {
        assertThatThrownBy(() -> loader.loadClass(name)).isInstanceOf(ClassNotFoundException.class);
      }
      assertThat(loader.loadClass("java.sql.Timestamp").getName()).isEqualTo("java.sql.Timestamp");
      assertThat(loader.loadClass(Gauge.class.getName())).isSameAs(Gauge.class);
    }
  }

  @Test
  void ownCopyOfClientJava_isPassedOver_ownLibrariesAreNot() throws Exception {
    byte[] own = bytes(ApplicationState.class);
    try (ModuleLoader loader =
        loader(
            Map.of(
                Gauge.class.getName(),
                "no class at all".getBytes(StandardCharsets.UTF_8),
                ApplicationState.class.getName(),
                own),
            Map.of(),
            ModuleClassPathTest.class.getClassLoader())) {
      assertThat(loader.loadClass(Gauge.class.getName())).isSameAs(Gauge.class);
      Class<?> library = loader.loadClass(ApplicationState.class.getName());
      assertThat(library.getClassLoader()).isSameAs(loader);
      assertThat(library.getPackage()).isNotNull();
    }
  }

  @Test
  void resourcesOfTheModule_goBeforeThoseOfTheApplication() throws Exception {
    String name = "io/exporteragent/build.properties";
    ClassLoader application = ModuleClassPathTest.class.getClassLoader();
    try (ModuleLoader loader =
        loader(Map.of(), Map.of(name, "mine".getBytes(StandardCharsets.UTF_8)), application)) {
      URL resource = loader.getResource(name);
      assertThat(resource).isNotNull();
      assertThat(resource.openStream()).hasContent("mine");
      assertThat(Collections.list(loader.getResources(name)))
          .hasSize(2)
          .first()
          .isEqualTo(resource);
    }
  }

  @Test
  void application_isSeenFromSources_atOnceWithoutAClassName() throws IOException {
    try (WatchedFolder folder =
        new WatchedFolder(
            WatchedFolder.settings(directory)
                .with(ModuleSettings.CLASS_PATH, ClassPath.APPLICATION)
                .build(),
            name -> null)) {
      folder.write(
          "Reader",
          gauge(
              "Reader",
              "size",
              "gauge.set(io.exporteragent.source.module.ApplicationState.SIZE.get());"));
      folder.awaitValues(Map.of("size[]", 17.0));
    }
  }

  @Test
  void applicationClass_isWaitedFor() throws IOException {
    AtomicReference<@Nullable ClassLoader> loader = new AtomicReference<>();
    try (WatchedFolder folder =
        new WatchedFolder(
            WatchedFolder.settings(directory)
                .with(ModuleSettings.CLASS_PATH, ClassPath.APPLICATION)
                .with(ModuleSettings.APPLICATION_CLASS, "com.acme.Main")
                .build(),
            name -> name.equals("com.acme.Main") ? loader.get() : null)) {
      folder.write(
          "Reader",
          gauge(
              "Reader",
              "size",
              "gauge.set(io.exporteragent.source.module.ApplicationState.SIZE.get());"));
      await().until(() -> !folder.messages().isEmpty());
      assertThat(folder.messages())
          .containsExactly(
              "module \"Reader\" cannot be loaded from Reader.java: it waits until the application has loaded the class com.acme.Main, which application_class names");

      loader.set(ModuleClassPathTest.class.getClassLoader());
      folder.awaitValues(Map.of("size[]", 17.0));
      assertThat(folder.about("Reader", "load_failures")).isZero();
    }
  }

  private static ModuleLoader loader(
      Map<String, byte[]> classes, Map<String, byte[]> resources, @Nullable ClassLoader parent) {
    return new ModuleLoader(
        Classes.code(classes, resources), parent, Path.of("Any.jar"), new PrometheusRegistry());
  }

  private static byte[] bytes(Class<?> type) throws IOException {
    String resource = type.getName().replace('.', '/') + ".class";
    try (var in = type.getClassLoader().getResourceAsStream(resource)) {
      return in.readAllBytes();
    }
  }
}
