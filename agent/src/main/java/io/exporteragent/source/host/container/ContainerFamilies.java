package io.exporteragent.source.host.container;

import io.exporteragent.model.Family;
import io.exporteragent.model.MetricType;
import io.exporteragent.model.ScalarFamily;
import java.util.ArrayList;
import java.util.List;

/** The families of one scrape. Each has one value, and tells that it is not the kubelet's. */
final class ContainerFamilies {
  private static final String[] LABELS = {"source", "exporter-agent"};

  private final List<Family> families = new ArrayList<>(20);

  /**
   * @param name without {@code _total}
   */
  void counter(String name, String help, double value) {
    families.add(new ScalarFamily(name, MetricType.COUNTER, help).add(value, LABELS));
  }

  void gauge(String name, String help, double value) {
    families.add(new ScalarFamily(name, MetricType.GAUGE, help).add(value, LABELS));
  }

  List<Family> list() {
    return families;
  }
}
