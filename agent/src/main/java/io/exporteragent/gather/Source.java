package io.exporteragent.gather;

import io.exporteragent.model.Family;
import java.util.List;

/**
 * Something that can be asked for metric families: the JVM, the host, the application, a probe.
 *
 * <p>{@link #collect} may be called from different threads, but never by two at once, except by a
 * {@link Collector#concurrent} one. All that can throw or block happens there; the families it
 * returns hold their values.
 */
public interface Source extends AutoCloseable {

  /**
   * Reads the current values.
   *
   * @param scrape the request on whose behalf this happens, with the time until which the result is
   *     of use
   * @return families with at least one point each; a family that cannot be read is left out
   * @throws Exception if nothing could be read; the families of this source are then missing from
   *     the page, {@code exporter_agent_collector_success} is 0, and nothing else suffers
   */
  List<Family> collect(Scrape scrape) throws Exception;

  /**
   * Ends threads, removes listeners and lets go of the application's objects. Called once, when no
   * call of {@link #collect} is under way and none will follow.
   */
  @Override
  default void close() {}
}
