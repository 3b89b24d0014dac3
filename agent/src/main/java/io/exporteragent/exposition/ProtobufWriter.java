package io.exporteragent.exposition;

import io.exporteragent.model.Family;
import io.exporteragent.model.FamilyNames;
import io.exporteragent.model.SnapshotFamily;
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
 * left out. Of two such families the first in the list stays.
 */
final class ProtobufWriter {
  private final EscapingScheme escaping;
  private final Encoder encoder;

  ProtobufWriter(EscapingScheme escaping, Encoder encoder) {
    this.escaping = escaping;
    this.encoder = encoder;
  }

  void write(List<Family> families, OutputStream out) throws IOException {
    List<MetricSnapshot> snapshots = new ArrayList<>(families.size());
    FamilyNames<String> taken = new FamilyNames<>();
    for (Family family : families) {
      MetricSnapshot snapshot = snapshot(family);
      if (snapshot != null && !snapshot.getDataPoints().isEmpty() && take(family, taken)) {
        snapshots.add(snapshot);
      }
    }
    // Not found through ExpositionFormats, which reads the host's configuration.
    new PrometheusProtobufWriter().write(out, new MetricSnapshots(snapshots), escaping);
  }

  /** Takes the family's names. client_java's writer would refuse the whole page for a clash. */
  private boolean take(Family family, FamilyNames<String> taken) {
    String owner = taken.claim(family.name(), family.type(), family.name());
    if (owner != null) {
      encoder.refuse(family, "'" + owner + "' already uses one of its names");
    }
    return owner == null;
  }

  private @Nullable MetricSnapshot snapshot(Family family) {
    if (family instanceof SnapshotFamily) {
      return ((SnapshotFamily) family).snapshot();
    }
    try {
      return SnapshotBuilder.build(family);
    } catch (RuntimeException | LinkageError e) {
      encoder.refuse(family, e);
      return null;
    }
  }
}
