package io.exporteragent.source.host.node;

import static io.exporteragent.source.host.node.NodeFamilies.gauge;

import io.exporteragent.model.Family;
import java.util.List;

/**
 * node_exporter's collector {@code time}, without its time zone: asking for that would fix the
 * application's.
 */
final class TimeCollector implements NodeCollector {
  private static final double MILLIS = 1e3;

  @Override
  public void addTo(List<Family> families) {
    families.add(
        gauge("node_time_seconds", "The host's clock, in seconds since 1970.")
            .add(System.currentTimeMillis() / MILLIS));
  }
}
