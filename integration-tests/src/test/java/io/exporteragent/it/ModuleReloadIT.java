package io.exporteragent.it;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.exporteragent.testing.Page;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

/**
 * Modules that are edited again and again. Many at once, because a change takes some seconds to be
 * noticed. With {@code -Dlong} it is done a thousand times.
 */
class ModuleReloadIT {
  private static final int MODULES = 10;
  private static final int ROUNDS = System.getProperty("long") == null ? 10 : 100;

  /** Rounds until class loading by the agent and the compiler has settled. */
  private static final int WARM_UP = 3;

  /** The classes of a hundred versions take several times as much. */
  private static final double METASPACE_BYTES = 256 << 10;

  /** Else the profiles it takes, of the compiler's methods too, would be in the metaspace. */
  private static final String NO_PROFILES = "-XX:TieredStopAtLevel=1";

  /** The JVM starts compiler threads as it likes. */
  private static final double THREADS = 5;

  @TempDir private Path directory;

  @Jdk.Each
  void reloads_leaveNoLoaderNoMetaspaceAndNoThreadBehind(Jdk jdk) throws IOException {
    Path metrics = Modules.folder(directory);
    try (Modules modules =
        Modules.Host.DEMO.start(jdk, Program.java(jdk).with(NO_PROFILES), directory)) {
      double metaspace = 0;
      double threads = 0;
      for (int round = 1; round <= WARM_UP + ROUNDS; round++) {
        for (int i = 0; i < MODULES; i++) {
          Modules.write(metrics, "M" + i, Modules.gauge("M" + i, "metric" + i, round));
        }
        for (int i = 0; i < MODULES; i++) {
          modules.awaitValue("metric" + i, round);
        }
        if (round == WARM_UP) {
          awaitCollected(modules);
          metaspace = metaspace(modules);
          threads = modules.page().value("jvm_threads_current");
        }
      }
      awaitCollected(modules);
      Page page = modules.page();
      assertThat(page.value("exporter_agent_module_loads_total{module=\"M0\"}"))
          .isEqualTo(WARM_UP + ROUNDS);
      assertThat(page.value("exporter_agent_module_classloaders_leaked")).isZero();
      assertThat(page.value("jvm_threads_current") - threads).isLessThan(THREADS);
      assertThat(metaspace(modules) - metaspace)
          .as("growth of the metaspace over %d reloads", ROUNDS * MODULES)
          .isLessThan(METASPACE_BYTES);
      modules.assertUnharmed();
    }
  }

  private static void awaitCollected(Modules modules) {
    await().atMost(60, SECONDS).until(() -> modules.versionsInMemory() == MODULES);
  }

  private static double metaspace(Modules modules) {
    return modules.page().value("jvm_memory_pool_used_bytes{pool=\"Metaspace\"}");
  }
}
