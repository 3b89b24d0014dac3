package io.exporteragent.source.host.node;

import io.exporteragent.model.Family;
import io.exporteragent.model.MetricType;
import io.exporteragent.model.ScalarFamily;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** Figures of devices: one family for each column, with a point for each device. */
final class DeviceTable {
  private final List<Column> columns;
  private final Pattern excluded;

  /** By device; empty for one that is left out. */
  private final Map<String, String[]> labels = new HashMap<>();

  /** A column, and the family it makes. */
  static final class Column {
    private final String family;
    private final MetricType type;
    private final String help;
    private final double scale;

    private Column(String family, MetricType type, String help, double scale) {
      this.family = family;
      this.type = type;
      this.help = help;
      this.scale = scale;
    }

    /**
     * @param family without {@code _total}
     * @param scale what one of the column is in the unit of the family
     */
    static Column counter(String family, String help, double scale) {
      return new Column(family, MetricType.COUNTER, help, scale);
    }

    static Column gauge(String family, String help) {
      return new Column(family, MetricType.GAUGE, help, 1);
    }
  }

  /**
   * @param excluded found in the names of devices to leave out
   */
  DeviceTable(Pattern excluded, List<Column> columns) {
    this.excluded = excluded;
    this.columns = columns;
  }

  /** The families of one scrape. */
  Reading reading() {
    return new Reading();
  }

  private String[] labels(String device) {
    return labels.computeIfAbsent(
        device,
        name -> excluded.matcher(name).find() ? new String[0] : new String[] {"device", name});
  }

  /** What has been read of the devices so far. */
  final class Reading {
    private final List<ScalarFamily> families = new ArrayList<>(columns.size());

    private Reading() {
      for (Column column : columns) {
        families.add(new ScalarFamily(column.family, column.type, column.help));
      }
    }

    /** Returns whether a device is not left out. */
    boolean includes(String device) {
      return labels(device).length > 0;
    }

    /** Adds a figure of a device that is included. */
    void add(String device, int column, double figure) {
      families.get(column).add(figure * columns.get(column).scale, labels(device));
    }

    /** Adds a figure of a device that is included, in the unit of the family, if there is one. */
    void add(String device, String family, double figure) {
      for (int i = 0; i < columns.size(); i++) {
        if (columns.get(i).family.equals(family)) {
          families.get(i).add(figure, labels(device));
        }
      }
    }

    /** Adds the families that have a point. */
    void addTo(List<Family> all) {
      for (ScalarFamily family : families) {
        if (!family.isEmpty()) {
          all.add(family);
        }
      }
    }
  }
}
