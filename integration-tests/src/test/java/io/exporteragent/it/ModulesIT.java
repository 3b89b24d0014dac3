package io.exporteragent.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.exporteragent.testing.Promtool;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What happens in the folder of modules happens on the page, without a restart. */
class ModulesIT {
  @TempDir private Path directory;

  @ParameterizedTest
  @MethodSource("io.exporteragent.it.Modules#places")
  void file_isAdded_modified_renamed_andDeleted(Jdk jdk, Modules.Host host) throws IOException {
    Path metrics = Modules.folder(directory);
    try (Modules modules = host.start(jdk, directory)) {
      Modules.write(metrics, "Stock", Modules.gauge("Stock", "stock", 1));
      modules.awaitValue("stock", 1);
      modules.awaitMessage("module \"Stock\" is loaded: version [0-9a-f]{12}, 1 series");
      assertThat(modules.about("Stock", "up")).isEqualTo(1);
      assertThat(modules.about("Stock", "series")).isEqualTo(1);
      assertThat(modules.page().body())
          .containsPattern(
              "exporter_agent_module_info\\{kind=\"source\",module=\"Stock\",version=\"[0-9a-f]{12}\"} 1");
      assertThat(Promtool.complaints(modules.page().body())).isEmpty();

      Modules.write(metrics, "Stock", Modules.gauge("Stock", "stock", 2));
      modules.awaitValue("stock", 2);
      assertThat(modules.about("Stock", "loads_total")).isEqualTo(2);

      Files.move(metrics.resolve("Stock.java"), metrics.resolve("Shop.java"));
      modules.awaitValue(Modules.series("Shop", "up"), 1);
      modules.awaitMissing(Modules.series("Stock", "up"));
      assertThat(modules.page().value("stock")).isEqualTo(2);

      Files.delete(metrics.resolve("Shop.java"));
      modules.awaitMissing("stock");
      modules.awaitMissing(Modules.series("Shop", "up"));
      modules.awaitMessage("module \"Shop\" is unloaded");
      modules.assertUnharmed();
    }
  }

  @ParameterizedTest
  @MethodSource("io.exporteragent.it.Modules#places")
  void folder_appearsLater_andIsReplaced(Jdk jdk, Modules.Host host) throws IOException {
    Path metrics = directory.resolve("metrics");
    try (Modules modules = host.start(jdk, directory)) {
      modules.awaitMessage("metric modules: \\S+/metrics does not exist");
      Modules.folder(directory);
      Modules.write(metrics, "Stock", Modules.gauge("Stock", "stock", 1));
      modules.awaitValue("stock", 1);

      Path next = Modules.folder(Files.createDirectory(directory.resolve("next")));
      Modules.write(next, "Stock", Modules.gauge("Stock", "stock", 2));
      Modules.write(next, "Orders", Modules.gauge("Orders", "orders", 3));
      Files.move(metrics, directory.resolve("previous"));
      Files.move(next, metrics);
      modules.awaitValue("stock", 2);
      modules.awaitValue("orders", 3);
      modules.assertUnharmed();
    }
  }

  @ParameterizedTest
  @MethodSource("io.exporteragent.it.Modules#places")
  void configMap_isSwapped(Jdk jdk, Modules.Host host) throws IOException {
    Path metrics = Modules.folder(directory);
    mount(metrics, "..1", Modules.gauge("Stock", "stock", 1));
    Files.createSymbolicLink(metrics.resolve("Stock.java"), Path.of("..data", "Stock.java"));
    try (Modules modules = host.start(jdk, directory)) {
      modules.awaitValue("stock", 1);
      mount(metrics, "..2", Modules.gauge("Stock", "stock", 2));
      modules.awaitValue("stock", 2);
      assertThat(modules.about("Stock", "loads_total")).isEqualTo(2);
      modules.assertUnharmed();
    }
  }

  /** As the kubelet does it: a new directory, to which {@code ..data} leads from one moment on. */
  private static void mount(Path metrics, String version, String source) throws IOException {
    Path content = Files.createDirectory(metrics.resolve(version));
    Modules.mode(content, "rwxr-xr-x");
    Modules.write(content, "Stock", source);
    Path link = Files.createSymbolicLink(metrics.resolve("..data_tmp"), Path.of(version));
    Files.move(
        link,
        metrics.resolve("..data"),
        StandardCopyOption.ATOMIC_MOVE,
        StandardCopyOption.REPLACE_EXISTING);
  }
}
