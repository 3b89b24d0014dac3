package io.exporteragent.source.host.sensors;

import static org.assertj.core.api.Assertions.assertThat;

import io.exporteragent.gather.Samples;
import io.exporteragent.source.host.NodeExporter;
import io.exporteragent.source.host.oshi.Oshi;
import io.exporteragent.testing.Finished;
import java.io.IOException;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import oshi.hardware.HardwareAbstractionLayer;
import oshi.hardware.PowerSource;
import oshi.hardware.PowerSource.CapacityUnits;
import oshi.hardware.common.platform.linux.LinuxPowerSource;
import oshi.spi.SystemInfoProvider;
import oshi.util.GlobalConfig;

/** Of the files that Linux has of a laptop's sensors, which most machines of tests lack. */
@EnabledOnOs(OS.LINUX)
class SensorReadingTest {
  @TempDir private Path sys;

  @Test
  void figures_areThoseOfNodeExporter() throws IOException {
    write("class/hwmon/hwmon0/name", "coretemp");
    write("class/hwmon/hwmon0/temp1_input", "48000");
    write("class/hwmon/hwmon0/temp2_input", "46000");
    write("class/hwmon/hwmon0/in1_input", "1120");
    write("class/hwmon/hwmon0/fan1_input", "2410");
    write("class/hwmon/hwmon0/fan2_input", "1980");
    write("class/power_supply/BAT0/type", "Battery");
    write("class/power_supply/BAT0/capacity", "87");
    write("class/power_supply/BAT0/energy_now", "43500000");
    write("class/power_supply/BAT0/voltage_now", "12250000");
    write("class/power_supply/BAT0/power_now", "9100000");
    write("class/power_supply/BAT0/cycle_count", "213");
    write("class/power_supply/BAT0/temp", "305");
    write(
        "class/power_supply/BAT0/uevent",
        """
        POWER_SUPPLY_NAME=BAT0
        POWER_SUPPLY_STATUS=Discharging
        POWER_SUPPLY_PRESENT=1
        POWER_SUPPLY_CAPACITY=87
        POWER_SUPPLY_ENERGY_NOW=43500000
        POWER_SUPPLY_ENERGY_FULL=50000000
        POWER_SUPPLY_VOLTAGE_NOW=12250000
        POWER_SUPPLY_POWER_NOW=9100000
        POWER_SUPPLY_CYCLE_COUNT=213
        POWER_SUPPLY_TEMP=305""");
    Map<String, Double> read = read();
    assertThat(read)
        .containsExactlyInAnyOrderEntriesOf(
            Map.of(
                "node_hwmon_temp_celsius[chip, cpu, sensor, temp1]", 48.0,
                "node_hwmon_fan_rpm[chip, fans, sensor, fan1]", 2410.0,
                "node_hwmon_fan_rpm[chip, fans, sensor, fan2]", 1980.0,
                "node_hwmon_in_volts[chip, cpu, sensor, in1]", 1.12,
                "node_power_supply_capacity[power_supply, BAT0]", 87.0,
                "node_power_supply_energy_watthour[power_supply, BAT0]", 43.5,
                "node_power_supply_voltage_volt[power_supply, BAT0]", 12.25,
                "node_power_supply_power_watt[power_supply, BAT0]", 9.1,
                "node_power_supply_cyclecount[power_supply, BAT0]", 213.0,
                "node_power_supply_temp_celsius[power_supply, BAT0]", 30.5));
    try (NodeExporter node = new NodeExporter("--path.sysfs=" + sys)) {
      Map<String, Double> theirs = new TreeMap<>(node.samples());
      // Only a chip's name differs, which OSHI does not tell.
      theirs
          .entrySet()
          .removeIf(
              sample -> !sample.getKey().matches("node_(hwmon_(temp|fan|in)|power_supply)_.*"));
      read.forEach(
          (series, value) ->
              assertThat(theirs.get(asNodeExporter(series)))
                  .as("%s of %s", series, theirs)
                  .isEqualTo(value));
    }
  }

  @Test
  void chipsOfLinux_areThoseOfNodeExporter() throws IOException {
    Path device = Files.createDirectories(sys.resolve("devices/platform/coretemp.0"));
    write("class/hwmon/hwmon0/name", "coretemp");
    Files.createSymbolicLink(sys.resolve("class/hwmon/hwmon0/device"), device);
    write("class/hwmon/hwmon0/temp1_input", "48000");
    write("class/hwmon/hwmon0/temp1_max", "80000");
    write("class/hwmon/hwmon0/temp1_crit", "100000");
    write("class/hwmon/hwmon0/temp1_label", "Package id 0");
    write("class/hwmon/hwmon0/temp2_input", "-5500");
    write("class/hwmon/hwmon1/name", "nct6775");
    write("class/hwmon/hwmon1/in0_input", "1120");
    write("class/hwmon/hwmon1/in0_min", "900");
    write("class/hwmon/hwmon1/in0_max", "1300");
    write("class/hwmon/hwmon1/fan1_input", "0");
    write("class/hwmon/hwmon1/fan1_min", "300");
    Map<String, Double> read = Samples.of(new Hwmon(sys.toFile()).read());
    assertThat(read).hasSize(12);
    try (NodeExporter node = new NodeExporter("--path.sysfs=" + sys)) {
      Map<String, Double> theirs = new TreeMap<>(node.samples());
      theirs.keySet().removeIf(series -> !series.startsWith("node_hwmon_"));
      Map<String, Double> ours = new TreeMap<>();
      read.forEach(
          (series, value) ->
              ours.put(
                  series
                      .replaceAll("(chip|chip_name|label|sensor), ([^,\\]]*)", "$1=\"$2\"")
                      .replace(", ", ",")
                      .replace("[", "{")
                      .replace("]", "}"),
                  value));
      assertThat(ours).isEqualTo(theirs);
    }
  }

  @Test
  void whatIsNotThere_isLeftOut() throws IOException {
    write("class/hwmon/hwmon0/name", "nvme");
    write("class/power_supply/BAT1/uevent", "POWER_SUPPLY_NAME=BAT1\nPOWER_SUPPLY_PRESENT=0");
    write("class/power_supply/BAT2/uevent", "POWER_SUPPLY_NAME=BAT2\nPOWER_SUPPLY_PRESENT=1");
    assertThat(read()).isEmpty();
  }

  /** On Windows, where OSHI answers a battery that is full when there is none. */
  @Test
  void batteryThatIsNone_isLeftOut() throws IOException {
    List<PowerSource> sources =
        List.of(
            battery("System Battery", CapacityUnits.RELATIVE, 0, 1),
            battery("InternalBattery-0", CapacityUnits.MAH, 4100, 5000));
    Oshi oshi =
        new Oshi(false) {
          @Override
          protected SystemInfoProvider newSystem() {
            SystemInfoProvider real = super.newSystem();
            return answering(
                SystemInfoProvider.class,
                real,
                "getHardware",
                answering(
                    HardwareAbstractionLayer.class,
                    real.getHardware(),
                    "getPowerSources",
                    sources));
          }
        };
    Map<String, Double> read = new TreeMap<>(Samples.of(new SensorReading(oshi).call()));
    read.keySet().removeIf(series -> !series.startsWith("node_power_supply"));
    assertThat(read)
        .containsExactlyInAnyOrderEntriesOf(
            Map.of(
                "node_power_supply_capacity[power_supply, InternalBattery-0]", 100.0,
                "node_power_supply_charge_ampere[power_supply, InternalBattery-0]", 4.1));
  }

  private static PowerSource battery(String name, CapacityUnits units, int current, int max) {
    return new LinuxPowerSource(
        name, "unknown", 1, -1, 0, 0, -1, 0, false, false, false, units, current, max, max, -1,
        "unknown", null, "unknown", "unknown", 0);
  }

  /** Answers one method itself, and passes the others on. */
  private static <T> T answering(Class<T> type, T real, String method, Object answer) {
    return type.cast(
        Proxy.newProxyInstance(
            type.getClassLoader(),
            new Class<?>[] {type},
            (proxy, called, arguments) ->
                called.getName().equals(method) ? answer : called.invoke(real, arguments)));
  }

  private static String asNodeExporter(String series) {
    return series
        .replaceFirst("\\[power_supply, (.*)]", "{power_supply=\"$1\"}")
        .replaceFirst("\\[chip, \\w+, sensor, (\\w+)]", "{chip=\"coretemp\",sensor=\"$1\"}");
  }

  private void write(String file, String content) throws IOException {
    Path path = sys.resolve(file);
    Files.createDirectories(path.getParent());
    Files.writeString(path, content + "\n");
  }

  /** In a JVM of its own, since OSHI looks once for where the files are. */
  private Map<String, Double> read() {
    Map<String, Double> read = new TreeMap<>();
    Finished.run(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-cp",
            System.getProperty("java.class.path"),
            Reading.class.getName(),
            sys.toString())
        .succeeded()
        .output()
        .lines()
        .forEach(
            line ->
                read.put(
                    line.substring(0, line.lastIndexOf('=')),
                    Double.valueOf(line.substring(line.lastIndexOf('=') + 1))));
    return read;
  }

  /** Prints what is read of the files in a folder. */
  static final class Reading {
    private Reading() {}

    public static void main(String[] arguments) throws IOException {
      Oshi oshi = Oshi.ofThisSystem();
      oshi.ask(asked -> asked.isAvailable());
      GlobalConfig.set(GlobalConfig.OSHI_UTIL_SYS_PATH, arguments[0]);
      Samples.of(new SensorReading(oshi).call())
          .forEach((series, value) -> System.out.println(series + "=" + value));
    }
  }
}
