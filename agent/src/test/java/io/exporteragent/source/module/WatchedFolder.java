package io.exporteragent.source.module;

import static org.assertj.core.api.Assertions.assertThat;

import io.exporteragent.config.Mapping;
import io.exporteragent.gather.Samples;
import io.exporteragent.gather.Scrape;
import io.exporteragent.guest.Agenda;
import io.exporteragent.guest.AgentThreads;
import io.exporteragent.source.module.folder.Modes;
import io.exporteragent.source.module.isolate.ModuleLoader;
import io.exporteragent.source.module.run.ModuleSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.jspecify.annotations.Nullable;

/** A folder of modules that is looked into all the time, and run often. */
final class WatchedFolder implements AutoCloseable {
  private final Path directory;
  private final List<String> messages = new CopyOnWriteArrayList<>();
  private final Agenda agenda =
      new Agenda(new AgentThreads("agenda", messages::add), messages::add);
  private final ModuleMetrics modules;

  WatchedFolder(Path directory) {
    this(settings(directory).build(), name -> null);
  }

  WatchedFolder(
      ModuleSettings settings, Function<String, @Nullable ClassLoader> applicationLoaders) {
    this.directory = settings.directory();
    this.modules =
        ModuleMetrics.start(
            settings, applicationLoaders, agenda, Duration.ofMillis(20), messages::add);
  }

  /** Runs ten times a second; a run has time enough even on a busy machine. */
  static Mapping.Builder<ModuleSettings> settings(Path directory) {
    return ModuleSettings.SCHEMA
        .builder()
        .with(ModuleSettings.DIRECTORY, directory)
        .with(ModuleSettings.INTERVAL, Duration.ofMillis(100))
        .with(ModuleSettings.TIMEOUT, Duration.ofSeconds(20));
  }

  /** A module with a gauge that has the value one. */
  static String gauge(String className, String metric) {
    return gauge(className, metric, "gauge.set(1);");
  }

  /** A module with a gauge, which says what it does in each run. */
  static String gauge(String className, String metric, String run) {
    return """
        import io.prometheus.metrics.core.metrics.Gauge;
        import io.prometheus.metrics.model.registry.PrometheusRegistry;

        public class %s {
          private final Gauge gauge;

          public %s(PrometheusRegistry registry) {
            gauge = Gauge.builder().name("%s").register(registry);
          }

          public void process() throws Exception {
            %s
          }
        }
        """
        .formatted(className, className, metric, run);
  }

  /** Replaces the file as a whole: it is looked at often enough for half of it to settle. */
  void write(String className, String source) throws IOException {
    Path unfinished = Modes.write(directory.resolve("." + className), source);
    Files.move(
        unfinished,
        directory.resolve(className + ".java"),
        StandardCopyOption.ATOMIC_MOVE,
        StandardCopyOption.REPLACE_EXISTING);
  }

  void delete(String className) throws IOException {
    Files.delete(directory.resolve(className + ".java"));
  }

  Map<String, Double> samples() {
    return Samples.of(modules.collect(Scrape.ofEverything(System.nanoTime())));
  }

  /** What the modules measured, without what the agent says of them. */
  Map<String, Double> values() {
    return samples().entrySet().stream()
        .filter(sample -> !sample.getKey().startsWith("exporter_agent_"))
        .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
  }

  /** Waits until the modules measure just that. */
  void awaitValues(Map<String, Double> expected) {
    await().untilAsserted(() -> assertThat(values()).isEqualTo(expected));
  }

  double about(String module, String metric) {
    return samples()
        .getOrDefault("exporter_agent_module_" + metric + "[module, " + module + "]", Double.NaN);
  }

  double leaked() {
    return samples().get("exporter_agent_module_classloaders_leaked[]");
  }

  /** The loader of the version that runs. */
  ModuleLoader loader(String module) {
    return modules.watch().modules().stream()
        .filter(each -> each.name().equals(module))
        .findFirst()
        .orElseThrow()
        .running()
        .loader();
  }

  ModulesPage page() {
    return new ModulesPage(() -> modules);
  }

  List<String> messages() {
    return messages;
  }

  static ConditionFactory await() {
    return Awaitility.await().atMost(Duration.ofSeconds(60)).pollInterval(Duration.ofMillis(10));
  }

  @Override
  public void close() {
    modules.close();
    agenda.close();
  }
}
