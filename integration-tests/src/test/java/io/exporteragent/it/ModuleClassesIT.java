package io.exporteragent.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.exporteragent.testing.Page;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What a module sees, and what it brings along. */
class ModuleClassesIT {
  private static final String QUEUE_LENGTH = "100";

  @TempDir private Path directory;
  private Path metrics;

  @BeforeEach
  void createFolder() throws IOException {
    metrics = Modules.folder(directory);
  }

  @Jdk.Each
  void examplesOfTheDemo_doWhatTheySay(Jdk jdk) throws IOException {
    Path queue = Files.createDirectory(directory.resolve("queue"));
    for (String order : List.of("a", "b", "c")) {
      Files.createFile(queue.resolve(order));
    }
    Path certificate = certificate(jdk, 41);
    try (Stream<Path> examples = Files.list(Path.of("..", "demo-app", "metrics"))) {
      for (Path example : examples.toList()) {
        String fileName = example.getFileName().toString();
        Modules.write(metrics, fileName.replace(".java", ""), Files.readString(example));
      }
    }
    Program.Command java =
        Program.java(jdk).with("-Ddirectory.queue=" + queue, "-Dcertificate.file=" + certificate);
    try (Modules modules =
        Modules.Host.DEMO.start(jdk, java, directory, "classpath: application")) {
      modules.awaitValue("directory_queue_files{directory=\"" + queue + "\"}", 3);
      modules.awaitValue("widget_queue_length", 0);
      Page page = modules.page();
      assertThat(page.value("certificate_days_left{file=\"" + certificate + "\"}"))
          .isCloseTo(41, within(0.1));
      assertThat(
              page.value(
                  "directory_queue_oldest_file_timestamp_seconds{directory=\"" + queue + "\"}"))
          .isCloseTo(
              Files.getLastModifiedTime(queue.resolve("a")).toMillis() / 1000.0, within(10.0));
      modules.assertUnharmed();
    }
  }

  @Jdk.Each
  void fieldsAndClassesOfTheApplication_areSeen_ifConfigured(Jdk jdk) throws IOException {
    Modules.write(
        metrics,
        "Capacity",
        """
        import io.exporteragent.demo.WidgetProcessor;
        public class Capacity {
          private final Gauge capacity;
          public Capacity(PrometheusRegistry registry) {
            capacity = Gauge.builder().name("queue_capacity").register(registry);
          }
          public void process() throws Exception {
            Class<?> app = WidgetProcessor.class.getClassLoader().loadClass("io.exporteragent.demo.DemoApp");
            Object service = get(app, "service", null);
            java.util.concurrent.BlockingQueue<?> queue =
                (java.util.concurrent.BlockingQueue<?>) get(service.getClass(), "queue", service);
            capacity.set(queue.size() + queue.remainingCapacity());
          }
          private static Object get(Class<?> type, String name, Object owner) throws Exception {
            java.lang.reflect.Field field = type.getDeclaredField(name);
            field.setAccessible(true);
            return field.get(owner);
          }
        }
        """);
    try (Modules modules =
        Modules.Host.DEMO.start(
            jdk,
            directory,
            "classpath: application",
            "application_class: io.exporteragent.demo.Widget")) {
      modules.awaitValue("queue_capacity", Double.parseDouble(QUEUE_LENGTH));
      modules.assertUnharmed();
    }
    try (Modules modules = Modules.Host.DEMO.start(jdk, directory)) {
      modules.awaitMessage(
          "line 1, column \\d+: package io\\.exporteragent\\.demo does not exist; .* modules\\.classpath: application");
      modules.assertUnharmed();
    }
  }

  @ParameterizedTest
  @MethodSource("io.exporteragent.it.Modules#places")
  void staticMetricsOfTheDefaultRegistry_comeAndGoWithTheirModule(Jdk jdk, Modules.Host host)
      throws IOException {
    String source =
        """
        public class Tutorial {
          static final Counter RUNS = Counter.builder().name("tutorial_runs").register();
          public void process() { RUNS.inc(); }
        }
        """;
    Path file = Modules.write(metrics, "Tutorial", source);
    Modules.write(metrics, "Form", Modules.gauge("Form", "constructor_form", 1));
    try (Modules modules = host.start(jdk, directory)) {
      modules.awaitValue("tutorial_runs_total", 3);
      modules.awaitValue("constructor_form", 1);
      Modules.write(metrics, "Tutorial", source.replace("tutorial_runs", "tutorial_rounds"));
      modules.awaitValue("tutorial_rounds_total", 3);
      assertThat(modules.page().samples()).doesNotContainKey("tutorial_runs_total");
      Files.delete(file);
      modules.awaitMissing("tutorial_rounds_total");
      modules.assertUnharmed();
    }
  }

  @ParameterizedTest
  @MethodSource("io.exporteragent.it.Modules#places")
  void jar_usesItsOwnLibraries_butTheAgentsClientJava(Jdk jdk, Modules.Host host)
      throws IOException {
    Path sources = Files.createDirectory(directory.resolve("sources"));
    // Version 1 of slf4j has a binder, which the agent's has not, nor a provider.
    Modules.write(
        sources,
        "Libraries",
        """
        // interval: 2s
        package com.acme;
        public class Libraries {
          private final Gauge gauge;
          public Libraries(PrometheusRegistry registry) {
            gauge = Gauge.builder().name("own_slf4j").register(registry);
          }
          public void process() throws Exception {
            ClassLoader own = getClass().getClassLoader();
            Class<?> binder = own.loadClass("org.slf4j.impl.StaticLoggerBinder");
            Class<?> factory = own.loadClass("org.slf4j.LoggerFactory");
            gauge.set(binder.getClassLoader() == own && factory.getClassLoader() == own ? 1 : 0);
          }
        }
        """);
    try (Program compile =
        Program.commandLine(jdk, "compile", sources.toString(), "--output", directory.toString())
            .start()) {
      assertThat(compile.exitCode()).as(compile.error()).isZero();
      assertThat(compile.output().trim()).isEqualTo(directory.resolve("Libraries.jar").toString());
    }
    try (Modules modules = host.start(jdk, directory)) {
      bundle(
          directory.resolve("Libraries.jar"),
          metrics.resolve("Libraries.jar"),
          "slf4j-1.7.36",
          "client-java-1.0.0");
      modules.awaitValue("own_slf4j", 1);
      assertThat(modules.page().body())
          .contains("kind=\"jar\",module=\"Libraries\",version=\"2.5-test\"");
      assertThat(modules.json()).contains("\"intervalSeconds\":2.0");
      modules.assertUnharmed();
    }
  }

  /** Adds libraries to a jar, as a build tool does for one that shall need no others. */
  private static void bundle(Path jar, Path bundle, String... libraries) throws IOException {
    try (JarFile module = new JarFile(jar.toFile())) {
      Manifest manifest = module.getManifest();
      manifest.getMainAttributes().put(Attributes.Name.IMPLEMENTATION_VERSION, "2.5-test");
      Path unfinished = bundle.resolveSibling(".unfinished");
      try (OutputStream out = Files.newOutputStream(unfinished);
          JarOutputStream jarOut = new JarOutputStream(out, manifest)) {
        Set<String> written = new HashSet<>(Set.of(JarFile.MANIFEST_NAME, "META-INF/"));
        copy(module, jarOut, written);
        for (String library : libraries) {
          try (Stream<Path> jars = Files.list(Program.libraries(library))) {
            for (Path each : jars.toList()) {
              try (JarFile source = new JarFile(each.toFile())) {
                copy(source, jarOut, written);
              }
            }
          }
        }
      }
      Modules.mode(unfinished, "rw-r--r--");
      Files.move(unfinished, bundle);
    }
  }

  private static void copy(JarFile source, JarOutputStream out, Set<String> written)
      throws IOException {
    for (JarEntry entry : source.stream().toList()) {
      if (written.add(entry.getName())) {
        out.putNextEntry(new JarEntry(entry.getName()));
        try (InputStream in = source.getInputStream(entry)) {
          in.transferTo(out);
        }
      }
    }
  }

  private Path certificate(Jdk jdk, int days) {
    Path store = directory.resolve("store");
    Path certificate = directory.resolve("certificate.pem");
    keytool(jdk, store, "-genkeypair", "-keyalg", "EC", "-dname", "CN=test", "-validity", days);
    keytool(jdk, store, "-exportcert", "-rfc", "-file", certificate);
    return certificate;
  }

  private static void keytool(Jdk jdk, Path store, Object... arguments) {
    Stream<Object> all =
        Stream.concat(
            Stream.of(arguments),
            Stream.of("-alias", "test", "-storepass", "secret", "-keystore", store));
    jdk.run("keytool", all.map(Object::toString).toArray(String[]::new));
  }
}
