package io.exporteragent.http;

import io.exporteragent.gather.Family;
import io.exporteragent.gather.MetricType;
import io.exporteragent.gather.SnapshotFamily;
import io.prometheus.metrics.expositionformats.ExpositionFormatWriter;
import io.prometheus.metrics.expositionformats.OpenMetricsTextFormatWriter;
import io.prometheus.metrics.expositionformats.PrometheusProtobufWriter;
import io.prometheus.metrics.expositionformats.PrometheusTextFormatWriter;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Rebuilds client_java's snapshots and has client_java's writers write them.
 *
 * <p>A family that client_java refuses, or whose names another family on the page already bears, is
 * left out and told to {@link RefusedFamilies}. Of two such families the first in the list stays.
 */
final class SnapshotEncoder implements Encoder {
  private final Exposition exposition;
  private final RefusedFamilies refused;

  SnapshotEncoder(Exposition exposition, RefusedFamilies refused) {
    this.exposition = exposition;
    this.refused = refused;
  }

  @Override
  public void write(List<Family> families, OutputStream out) throws IOException {
    List<MetricSnapshot> snapshots = new ArrayList<>(families.size());
    Map<String, String> taken = new HashMap<>();
    for (Family family : families) {
      MetricSnapshot snapshot = snapshot(family);
      if (snapshot != null
          && !snapshot.getDataPoints().isEmpty()
          && take(snapshot.getMetadata().getPrometheusName(), family, taken)) {
        snapshots.add(snapshot);
      }
    }
    writer().write(out, new MetricSnapshots(snapshots), exposition.escaping());
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

  private boolean take(String name, Family family, Map<String, String> taken) {
    List<String> names = sampleNames(name, family.type());
    for (String sample : names) {
      String owner = taken.get(sample);
      if (owner != null) {
        refused.tell(family.name(), "'" + owner + "' already uses the name '" + sample + "'");
        return false;
      }
    }
    names.forEach(sample -> taken.put(sample, family.name()));
    return true;
  }

  private static List<String> sampleNames(String name, MetricType type) {
    switch (type) {
      case COUNTER:
        return Arrays.asList(name, name + "_total");
      case INFO:
        return Arrays.asList(name, name + "_info");
      case SUMMARY:
        return Arrays.asList(name, name + "_count", name + "_sum");
      case HISTOGRAM:
        return Arrays.asList(name, name + "_bucket", name + "_count", name + "_sum");
      case GAUGE_HISTOGRAM:
        return Arrays.asList(name, name + "_bucket", name + "_gcount", name + "_gsum");
      default:
        return Arrays.asList(name);
    }
  }

  /** Created here and not by {@code ExpositionFormats}, which reads the host's configuration. */
  private ExpositionFormatWriter writer() {
    switch (exposition.format()) {
      case OPENMETRICS_1_0_0:
      case OPENMETRICS_0_0_1:
        return new OpenMetricsTextFormatWriter(true, false);
      case PROTOBUF:
        return new PrometheusProtobufWriter();
      default:
        return PrometheusTextFormatWriter.create();
    }
  }
}
