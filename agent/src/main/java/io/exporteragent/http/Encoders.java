package io.exporteragent.http;

import io.exporteragent.gather.TextBuffer;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** Chooses who writes a page. */
final class Encoders {
  private final RefusedFamilies refused;
  private final AtomicReference<@Nullable TextBuffer> spare = new AtomicReference<>();

  Encoders(RefusedFamilies refused) {
    this.refused = refused;
  }

  Encoder encoder(Exposition exposition) {
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
