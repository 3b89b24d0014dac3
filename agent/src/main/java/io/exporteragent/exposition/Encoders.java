package io.exporteragent.exposition;

import io.exporteragent.model.TextBuffer;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** Chooses who writes a page. */
public final class Encoders {
  private final RefusedFamilies refused;
  private final AtomicReference<@Nullable TextBuffer> spare = new AtomicReference<>();

  public Encoders(RefusedFamilies refused) {
    this.refused = refused;
  }

  public Encoder encoder(Exposition exposition) {
    switch (exposition.format()) {
      case PROTOBUF:
        return new ProtobufEncoder(exposition.escaping(), refused);
      case OPENMETRICS_1_0_0:
      case OPENMETRICS_0_0_1:
        return new TextEncoder(true, exposition.escaping(), refused, spare);
      default:
        return new TextEncoder(false, exposition.escaping(), refused, spare);
    }
  }
}
