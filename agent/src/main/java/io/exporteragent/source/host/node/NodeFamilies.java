package io.exporteragent.source.host.node;

import io.exporteragent.model.MetricType;
import io.exporteragent.model.ScalarFamily;

/** Makes families in a line. */
final class NodeFamilies {
  private NodeFamilies() {}

  /**
   * @param name without {@code _total}
   */
  static ScalarFamily counter(String name, String help) {
    return new ScalarFamily(name, MetricType.COUNTER, help);
  }

  static ScalarFamily gauge(String name, String help) {
    return new ScalarFamily(name, MetricType.GAUGE, help);
  }
}
