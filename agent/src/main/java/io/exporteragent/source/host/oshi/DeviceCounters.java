package io.exporteragent.source.host.oshi;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The counters of one disk or network interface. A counter that the operating system does not have
 * is missing.
 *
 * <p>Immutable once it is handed out.
 */
public final class DeviceCounters {
  private final String device;
  private final Map<String, Double> values = new LinkedHashMap<>();

  DeviceCounters(String device) {
    this.device = device;
  }

  DeviceCounters with(String key, long value) {
    return with(key, (double) value);
  }

  DeviceCounters with(String key, double value) {
    values.put(key, value);
    return this;
  }

  /** Returns the value of the label {@code device}, such as {@code en0} or {@code disk0}. */
  public String device() {
    return device;
  }

  /**
   * Returns the values by what node_exporter's family is called between {@code node_network_} or
   * {@code node_disk_} and {@code _total}: {@code receive_bytes}, {@code io_time_seconds}.
   */
  public Map<String, Double> values() {
    return Collections.unmodifiableMap(values);
  }

  @Override
  public String toString() {
    return device + values;
  }
}
