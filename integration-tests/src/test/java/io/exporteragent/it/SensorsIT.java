package io.exporteragent.it;

import static java.util.concurrent.TimeUnit.MINUTES;
import static java.util.regex.Pattern.compile;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.exporteragent.it.fixtures.Inspect;
import io.exporteragent.it.fixtures.Obedient;
import io.exporteragent.testing.Page;
import io.exporteragent.testing.Promtool;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The collector {@code sensors}, on files like those that Linux has of a laptop's. */
class SensorsIT {
  @TempDir private Path directory;

  @ParameterizedTest
  @MethodSource("io.exporteragent.it.Jdk#matrix")
  void sensors_areOnThePage_onceTheyHaveBeenRead(Jdk jdk) throws IOException {
    try (Program program =
        onALaptop(jdk).agent("127.0.0.1:0:" + switchedOn()).fixture(Obedient.class).start()) {
      URI server = program.serving();
      Page first = Page.metrics(server);
      assertThat(first.succeeded("sensors")).isTrue();
      assertThat(first.families()).noneMatch(name -> name.startsWith("node_"));

      await()
          .atMost(1, MINUTES)
          .until(() -> Page.metrics(server).families().contains("node_hwmon_temp_celsius"));
      Page page = Page.metrics(server);
      assertThat(page.samples())
          .containsEntry("node_hwmon_temp_celsius{chip=\"coretemp\",sensor=\"temp1\"}", 48.0)
          .containsEntry("node_power_supply_capacity{power_supply=\"BAT0\"}", 87.0)
          .containsEntry("node_power_supply_energy_watthour{power_supply=\"BAT0\"}", 43.5)
          .containsEntry("node_power_supply_voltage_volt{power_supply=\"BAT0\"}", 12.25);
      assertThat(page.families())
          .as("what the battery does not tell")
          .doesNotContain("node_power_supply_cyclecount", "node_power_supply_temp_celsius");
      assertThat(page.succeeded("sensors")).isTrue();
      assertThat(Promtool.complaints(page.body())).isEmpty();
      assertThat(program.errorLines())
          .singleElement()
          .asString()
          .startsWith("exporter-agent: serving");
      program.runsOn();
    }
  }

  @Jdk.Each
  void application_doesNotNotice(Jdk jdk) throws IOException {
    try (Program without = inspect(jdk).fixture(Inspect.class).start();
        Program with =
            inspect(jdk).agent("127.0.0.1:0:" + switchedOn()).fixture(Inspect.class).start()) {
      with.awaitOutput(compile("ready"));
      URI server = with.serving();
      await()
          .atMost(1, MINUTES)
          .until(() -> Page.metrics(server).families().contains("node_hwmon_temp_celsius"));
      for (Program program : List.of(without, with)) {
        program.tell("");
        assertThat(program.exitCode()).isEqualTo(7);
      }
      assertThat(with.output())
          .isEqualTo(without.output())
          .contains("log manager initialised: false");
    }
  }

  /** A machine without sensors, as most of those in a data centre seem to be. */
  @Jdk.Each
  void withoutSensors_nothingIsMissing(Jdk jdk) throws IOException {
    Path empty = Files.createDirectories(directory.resolve("empty"));
    try (Program program =
        withClasses(empty, jdk)
            .with("-verbose:class")
            .agent("127.0.0.1:0:" + switchedOn())
            .fixture(Obedient.class)
            .start()) {
      URI server = program.serving();
      Page.metrics(server);
      // Is the last that a reading needs, to see that there is no battery.
      program.awaitOutput(compile(" oshi.hardware.common.platform.linux.LinuxPowerSource "));
      Page page = Page.metrics(server);
      assertThat(page.succeeded("sensors")).isTrue();
      assertThat(page.families()).noneMatch(name -> name.startsWith("node_"));
    }
  }

  @Jdk.Each
  void switchedOff_loadsNothing(Jdk jdk) {
    try (Program program =
        Program.java(jdk)
            .with("-verbose:class")
            .agent("127.0.0.1:0")
            .fixture(Obedient.class)
            .start()) {
      URI server = program.serving();
      for (int scrape = 0; scrape < 2; scrape++) {
        assertThat(Page.metrics(server).body())
            .doesNotContain("node_", "collector=\"sensors\"")
            .contains("memory_usage");
      }
      assertThat(program.output())
          .contains(" io.exporteragent.source.host.LinuxHost ")
          .doesNotContain(" oshi.", " io.exporteragent.source.host.sensors.");
    }
  }

  private Path switchedOn() throws IOException {
    return Files.writeString(directory.resolve("exporter.yml"), "collectors: {sensors: true}\n");
  }

  private Program.Command inspect(Jdk jdk) throws IOException {
    return onALaptop(jdk)
        .with("-XX:+DisableAttachMechanism")
        .with("--add-opens=java.logging/java.util.logging=ALL-UNNAMED");
  }

  private Program.Command onALaptop(Jdk jdk) throws IOException {
    Path classes = directory.resolve("class");
    write(classes.resolve("hwmon/hwmon0/name"), "coretemp");
    write(classes.resolve("hwmon/hwmon0/temp1_input"), "48000");
    write(
        classes.resolve("power_supply/BAT0/uevent"),
        """
        POWER_SUPPLY_NAME=BAT0
        POWER_SUPPLY_PRESENT=1
        POWER_SUPPLY_CAPACITY=87
        POWER_SUPPLY_ENERGY_NOW=43500000
        POWER_SUPPLY_VOLTAGE_NOW=12250000""");
    return withClasses(classes, jdk);
  }

  /** A JVM that sees a folder in the place of {@code /sys/class}. */
  private static Program.Command withClasses(Path classes, Jdk jdk) {
    return MountNamespace.java(jdk, "mount --bind " + classes + " /sys/class");
  }

  private static void write(Path file, String content) throws IOException {
    Files.createDirectories(file.getParent());
    Files.writeString(file, content + "\n");
  }
}
