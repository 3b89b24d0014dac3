package io.exporteragent.source.host.node;

import io.exporteragent.model.Family;
import java.io.IOException;
import java.util.List;

/** One of node_exporter's collectors. For one thread at a time. */
interface NodeCollector extends AutoCloseable {

  /**
   * Reads its families.
   *
   * @throws IOException if the kernel does not tell; what it has added by then is good
   */
  void addTo(List<Family> families) throws IOException;

  /** Closes the files it has opened. */
  @Override
  default void close() {}
}
