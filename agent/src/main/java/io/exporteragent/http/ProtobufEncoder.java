package io.exporteragent.http;

import io.exporteragent.gather.Family;
import io.exporteragent.gather.SnapshotFamily;
import io.prometheus.metrics.config.EscapingScheme;
import io.prometheus.metrics.expositionformats.PrometheusProtobufWriter;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Rebuilds client_java's snapshots and has client_java write them as Protobuf, which only a
 * Prometheus that collects native histograms asks for.
 *
 * <p>A family that client_java refuses, or whose names another family on the page already bears, is
 * left out and told to {@link RefusedFamilies}. Of two such families the first in the list stays.
 */
final class ProtobufEncoder implements Encoder {
  private final EscapingScheme escaping;
  private final RefusedFamilies refused;

  ProtobufEncoder(EscapingScheme escaping, RefusedFamilies refused) {
    this.escaping = escaping;
    this.refused = refused;
  }

  @Override
  public void write(List<Family> families, OutputStream out) throws IOException {
    List<MetricSnapshot> snapshots = new ArrayList<>(families.size());
    TakenNames names = new TakenNames(refused);
    for (Family family : families) {
      MetricSnapshot snapshot = snapshot(family);
      if (snapshot != null && !snapshot.getDataPoints().isEmpty() && names.take(family)) {
        snapshots.add(snapshot);
      }
    }
    // Not found through ExpositionFormats, which reads the host's configuration.
    new PrometheusProtobufWriter().write(out, new MetricSnapshots(snapshots), escaping);
  }

  private @Nullable MetricSnapshot snapshot(Family family) {
    if (family instanceof SnapshotFamily) {
      return ((SnapshotFamily) family).snapshot();
    }
    try {
      return SnapshotBuilder.build(family);
    } catch (RuntimeException | LinkageError e) {
      refused.tell(family.name(), e.getMessage() == null ? e.toString() : e.getMessage());
      return null;
    }
  }
}
