package io.exporteragent.source.host.sensors;

import io.exporteragent.model.Family;
import io.exporteragent.model.MetricType;
import io.exporteragent.model.ScalarFamily;
import io.exporteragent.source.host.proc.ProcFile;
import java.io.File;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The chips of Linux that measure temperature, voltage and the speed of fans, with the names and
 * labels of node_exporter's collector hwmon ({@code hwmon/sysfs-interface.rst} of the kernel):
 *
 * <pre>
 * node_hwmon_temp_celsius{chip="platform_coretemp_0",sensor="temp1"} 48.0
 * node_hwmon_sensor_label{chip="platform_coretemp_0",label="package_id_0",sensor="temp1"} 1.0
 * </pre>
 *
 * <p>A chip may take 100 ms to answer. Stateless.
 */
final class Hwmon {
  /** For instance {@code temp1_input}. */
  private static final Pattern SENSOR = Pattern.compile("((?:temp|fan|in)\\d+)_([a-z_]+)");

  private final File folder;

  /**
   * @param sys the mount point of sysfs
   */
  Hwmon(File sys) {
    folder = new File(sys, "class/hwmon");
  }

  /** Reads all chips; families without a point are left out. */
  List<Family> read() {
    Figures figures = new Figures();
    File[] chips = folder.listFiles();
    if (chips != null) {
      Arrays.sort(chips);
      for (File chip : chips) {
        String name = text(new File(chip, "name"));
        String label = label(chip, name);
        if (name != null) {
          figures.names.add(1, "chip", label, "chip_name", clean(name));
        }
        addSensors(chip, label, figures);
        // Drivers of old have them there.
        addSensors(new File(chip, "device"), label, figures);
      }
    }
    return figures.families();
  }

  private static void addSensors(File chip, String label, Figures figures) {
    String[] files = chip.list();
    if (files == null) {
      return;
    }
    Arrays.sort(files);
    for (String file : files) {
      Matcher sensor = SENSOR.matcher(file);
      String text = sensor.matches() ? text(new File(chip, file)) : null;
      if (text != null) {
        figures.add(label, String.valueOf(sensor.group(1)), String.valueOf(sensor.group(2)), text);
      }
    }
  }

  /** Returns the name of the device and of its bus; that of the chip if it has no device. */
  private static String label(File chip, @Nullable String name) {
    try {
      File device = new File(chip, "device");
      if (device.exists()) {
        File real = device.getCanonicalFile();
        File bus = real.getParentFile();
        String prefix = bus == null ? "" : clean(bus.getName());
        return prefix.isEmpty() ? clean(real.getName()) : prefix + "_" + clean(real.getName());
      }
      return clean(name == null ? chip.getCanonicalFile().getName() : name);
    } catch (IOException e) {
      return clean(chip.getName());
    }
  }

  private static String clean(String name) {
    return name.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9:_]", "_").replaceAll("^_+|_+$", "");
  }

  private static @Nullable String text(File file) {
    try (ProcFile read = new ProcFile(file)) {
      return file.isFile() && read.isRead() ? read.line().trim() : null;
    }
  }

  /** The families of one reading. */
  private static final class Figures {
    private static final double MILLI = 1e-3;

    private final Map<String, ScalarFamily> byFile = new LinkedHashMap<>();
    private final ScalarFamily labels =
        gauge("node_hwmon_sensor_label", "What a sensor is called, in its label.");
    private final ScalarFamily names =
        gauge("node_hwmon_chip_names", "What a chip is called, in its label.");

    Figures() {
      byFile.put("temp_input", gauge("node_hwmon_temp_celsius", "Temperature in degrees Celsius."));
      byFile.put(
          "temp_max", gauge("node_hwmon_temp_max_celsius", "Temperature that is to be noticed."));
      byFile.put("temp_crit", gauge("node_hwmon_temp_crit_celsius", "Temperature that harms."));
      byFile.put("fan_input", gauge("node_hwmon_fan_rpm", "Speed of a fan, per minute."));
      byFile.put("fan_min", gauge("node_hwmon_fan_min_rpm", "Least speed that a fan is to have."));
      byFile.put("fan_max", gauge("node_hwmon_fan_max_rpm", "Most speed that a fan has."));
      byFile.put("in_input", gauge("node_hwmon_in_volts", "Voltage in volts."));
      byFile.put("in_min", gauge("node_hwmon_in_min_volts", "Least voltage that is right."));
      byFile.put("in_max", gauge("node_hwmon_in_max_volts", "Most voltage that is right."));
    }

    void add(String chip, String sensor, String property, String text) {
      String type = sensor.replaceAll("\\d+", "");
      ScalarFamily family = byFile.get(type + "_" + property);
      if (property.equals("label")) {
        labels.add(1, "chip", chip, "label", text, "sensor", sensor);
      } else if (family != null && text.matches("-?\\d+")) {
        double scale = type.equals("fan") ? 1 : MILLI;
        family.add(Long.parseLong(text) * scale, "chip", chip, "sensor", sensor);
      }
    }

    List<Family> families() {
      List<Family> families = new ArrayList<>();
      for (ScalarFamily family : byFile.values()) {
        addTo(families, family);
      }
      addTo(families, labels);
      addTo(families, names);
      return families;
    }

    private static void addTo(List<Family> families, ScalarFamily family) {
      if (!family.isEmpty()) {
        families.add(family);
      }
    }

    private static ScalarFamily gauge(String name, String help) {
      return new ScalarFamily(name, MetricType.GAUGE, help);
    }
  }
}
