package io.exporteragent.source.host.sensors;

import io.exporteragent.model.Family;
import io.exporteragent.model.MetricType;
import io.exporteragent.model.ScalarFamily;
import io.exporteragent.source.host.oshi.Oshi;
import java.io.File;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import oshi.hardware.PowerSource;
import oshi.hardware.PowerSource.CapacityUnits;
import oshi.hardware.Sensors;

/**
 * Reads all sensors: the chips of Linux where the kernel has them, everything else through OSHI,
 * which gives one temperature and one voltage, those of the CPU, and does not say of which chip
 * they are. What it does not know it gives as 0 or less: that is left out, and with it a fan that
 * stands still.
 */
final class SensorReading implements Callable<List<Family>> {
  private final Oshi oshi;
  private final @Nullable Hwmon hwmon;

  /** Reads through OSHI alone, as on all systems but Linux. */
  SensorReading(Oshi oshi) {
    this(oshi, null);
  }

  /**
   * @param hwmon the chips of Linux, which tell more than OSHI; null elsewhere
   */
  private SensorReading(Oshi oshi, @Nullable Hwmon hwmon) {
    this.oshi = oshi;
    this.hwmon = hwmon;
  }

  /** Returns that of this operating system, without reading anything. */
  static SensorReading ofThisSystem() {
    boolean isLinux = System.getProperty("os.name", "").startsWith("Linux");
    return new SensorReading(Oshi.ofThisSystem(), isLinux ? new Hwmon(new File("/sys")) : null);
  }

  /** Blocks for as long as the slowest chip; families without a point are left out. */
  @Override
  public List<Family> call() throws IOException {
    List<ScalarFamily> read = new ArrayList<>();
    if (hwmon == null) {
      addChips(oshi.ask(asked -> asked.getHardware().getSensors()), read);
    }
    addBatteries(oshi.ask(asked -> asked.getHardware().getPowerSources()), read);
    List<Family> families = new ArrayList<>(read);
    read.stream().filter(ScalarFamily::isEmpty).forEach(families::remove);
    if (hwmon != null) {
      families.addAll(hwmon.read());
    }
    return families;
  }

  private static void addChips(Sensors sensors, List<ScalarFamily> families) {
    ScalarFamily temperature =
        gauge("node_hwmon_temp_celsius", "Temperature of the CPU in degrees Celsius.");
    add(temperature, sensors.getCpuTemperature(), "chip", "cpu", "sensor", "temp1");
    ScalarFamily fans = gauge("node_hwmon_fan_rpm", "Speed of each fan that turns, per minute.");
    int[] speeds = sensors.getFanSpeeds();
    for (int fan = 0; fan < speeds.length; fan++) {
      add(fans, speeds[fan], "chip", "fans", "sensor", "fan" + (fan + 1));
    }
    ScalarFamily voltage = gauge("node_hwmon_in_volts", "Voltage of the CPU in volts.");
    add(voltage, sensors.getCpuVoltage(), "chip", "cpu", "sensor", "in1");
    families.add(temperature);
    families.add(fans);
    families.add(voltage);
  }

  private static void addBatteries(List<PowerSource> sources, List<ScalarFamily> families) {
    ScalarFamily capacity =
        gauge("node_power_supply_capacity", "Charge of the battery in percent.");
    ScalarFamily energy =
        gauge("node_power_supply_energy_watthour", "Energy in the battery in watt-hours.");
    ScalarFamily charge =
        gauge("node_power_supply_charge_ampere", "Charge of the battery in ampere-hours.");
    ScalarFamily voltage =
        gauge("node_power_supply_voltage_volt", "Voltage of the battery in volts.");
    ScalarFamily power =
        gauge("node_power_supply_power_watt", "Power into or out of the battery in watts.");
    ScalarFamily cycles =
        gauge("node_power_supply_cyclecount", "How often the battery has been charged.");
    ScalarFamily temperature =
        gauge("node_power_supply_temp_celsius", "Temperature of the battery in degrees Celsius.");
    for (PowerSource each : sources) {
      if (isBattery(each)) {
        String name = each.getName();
        add(capacity, 100 * each.getRemainingCapacityPercent(), "power_supply", name);
        CapacityUnits units = each.getCapacityUnits();
        if (units != CapacityUnits.RELATIVE) {
          add(
              units == CapacityUnits.MWH ? energy : charge,
              each.getCurrentCapacity() / 1e3,
              "power_supply",
              name);
        }
        add(voltage, each.getVoltage(), "power_supply", name);
        // Negative while it discharges; the kernel's figure, which node_exporter has, is not.
        add(power, Math.abs(each.getPowerUsageRate()) / 1e3, "power_supply", name);
        add(cycles, each.getCycleCount(), "power_supply", name);
        add(temperature, each.getTemperature(), "power_supply", name);
      }
    }
    families.add(capacity);
    families.add(energy);
    families.add(charge);
    families.add(voltage);
    families.add(power);
    families.add(cycles);
    families.add(temperature);
  }

  /** Returns false for the one that OSHI makes up, full, on a Windows machine without any. */
  private static boolean isBattery(PowerSource source) {
    return source.getCapacityUnits() != CapacityUnits.RELATIVE
        || source.getCurrentCapacity() != 0
        || source.getMaxCapacity() != 1;
  }

  private static void add(ScalarFamily family, double value, String... labels) {
    if (value > 0) {
      family.add(value, labels);
    }
  }

  private static ScalarFamily gauge(String name, String help) {
    return new ScalarFamily(name, MetricType.GAUGE, help);
  }
}
