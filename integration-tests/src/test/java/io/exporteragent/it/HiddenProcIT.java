package io.exporteragent.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.exporteragent.it.fixtures.Obedient;
import io.exporteragent.it.fixtures.PackedOshi;
import io.exporteragent.testing.Page;
import java.io.File;
import java.net.URI;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Linux with files of {@code /proc} hidden, as some containers have it. */
class HiddenProcIT {
  private static final Jdk JDK = Jdk.all().get(0);

  /** The shell becomes the JVM, whose own files those of {@code $$} are. */
  private static final String HIDDEN =
      Stream.of("/proc/stat", "/proc/meminfo", "/proc/$$/mounts", "/proc/$$/net/dev")
          .map(file -> "mount --bind /dev/null " + file)
          .reduce((one, next) -> one + " && " + next)
          .orElseThrow();

  @Jdk.Each
  void metricsOfThem_areMissing_andTheRestIsThere(Jdk jdk) {
    try (Program program =
        MountNamespace.java(jdk, HIDDEN)
            .with("-verbose:class")
            .agent("127.0.0.1:0")
            .fixture(Obedient.class)
            .start()) {
      URI server = program.serving();
      for (int scrape = 0; scrape < 2; scrape++) {
        Page page = Page.metrics(server);
        assertThat(page.families())
            .contains("jvm_memory_used_bytes", "process_resident_memory_bytes")
            .doesNotContain("cpu_exporter_cpu_usage_seconds_total", "memory_usage", "disk_usage");
        for (String collector : List.of("cpu", "memory", "disk")) {
          assertThat(page.succeeded(collector)).as(collector).isFalse();
        }
      }
      assertThat(program.errorLines())
          .filteredOn(line -> line.contains("does not contain anything"))
          .as("once each")
          .hasSize(3);
      assertThat(program.output()).as("which could not help").doesNotContain(" oshi.");
      program.runsOn();
    }
  }

  /**
   * Why OSHI is not asked there. Fails once a version of OSHI knows another way, which would be
   * worth having then.
   */
  @ParameterizedTest
  @ValueSource(strings = {"ofThisSystem", "ofJna"})
  void oshi_knowsNoOtherWay_butForTheNetwork(String variant) {
    try (Program oshi =
        MountNamespace.java(JDK, HIDDEN)
            .with("--add-opens=java.base/java.util=ALL-UNNAMED")
            .with("-cp", Program.classPath() + File.pathSeparator + Program.AGENT)
            .with(PackedOshi.class.getName(), Program.AGENT.toString(), variant)
            .start()) {
      assertThat(oshi.exitCode()).as(oshi.error()).isZero();
      assertThat(oshi.output())
          .contains(
              "> cpu times: java.io.IOException: OSHI reads no processor times;",
              "> memory: java.io.IOException: OSHI reads no size of memory;",
              "> mounts: java.io.IOException: OSHI lists no file systems;")
          .containsPattern("> network: [1-9]");
    }
  }
}
