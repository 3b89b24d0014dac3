package io.exporteragent.source.application.bridge;

import io.exporteragent.model.Exemplar;
import io.exporteragent.model.Family;
import io.exporteragent.model.PointVisitor;
import io.exporteragent.model.RenderedFamily;
import io.exporteragent.model.SnapshotFamily;
import io.exporteragent.model.TextBuffer;
import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.core.metrics.Gauge;
import io.prometheus.metrics.model.registry.Collector;
import io.prometheus.metrics.model.snapshots.Labels;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Unregistered metrics that show whether this version of client_java is read correctly. Without
 * exemplars, which would start a thread in client_java.
 */
final class ScratchMetrics {
  private ScratchMetrics() {}

  static boolean areReadRight() {
    Counter counter =
        Counter.builder()
            .name("exporter_agent_scratch_total")
            .help("Scratch.")
            .constLabels(Labels.of("c", "\"3\""))
            .labelNames("d", "a")
            .withoutExemplars()
            .build();
    counter.labelValues("x", "1").inc();
    counter.labelValues("y", "2").inc(2.5);
    counter.labelValues("z\\", "3").inc(1 << 20);
    Gauge gauge =
        Gauge.builder()
            .name("exporter_agent_scratch_bytes")
            .help("Scratch.")
            .labelNames("a")
            .withoutExemplars()
            .build();
    gauge.labelValues("1").set(-0.5);
    gauge.labelValues("2").inc(3);
    return isReadRight(counter) && isReadRight(gauge);
  }

  private static boolean isReadRight(Collector metric) {
    Family collected = new SnapshotFamily(metric.collect());
    DirectFamily direct = DirectFamily.of(metric);
    if (direct == null
        || !direct.name().equals(collected.name())
        || direct.type() != collected.type()
        || !direct.help().equals(collected.help())
        || !direct.unit().equals(collected.unit())) {
      return false;
    }
    Points expected = new Points();
    collected.forEach(expected);
    Points rendered = new Points();
    direct.forEachRendered(rendered, true);
    Points remembered = new Points();
    direct.forEachRendered(remembered, false);
    return rendered.lines.equals(expected.lines) && remembered.lines.equals(expected.lines);
  }

  /** The rendered value of each point, by its labels. */
  private static final class Points implements PointVisitor, RenderedFamily.Visitor {
    final Map<String, String> lines = new TreeMap<>();

    @Override
    public void scalar(String[] labels, double value, long created, @Nullable Exemplar exemplar) {
      TextBuffer text = new TextBuffer(64);
      for (int i = 0; i < labels.length; i += 2) {
        text.appendLabel(0, labels[i], labels[i + 1]);
      }
      scalar(text.array(), 0, text.length(), value, created, exemplar);
    }

    @Override
    public void scalar(
        byte[] text, int offset, int length, double value, long created, @Nullable Exemplar none) {
      lines.put(new String(text, offset, length, StandardCharsets.UTF_8), value + " " + created);
    }
  }
}
