package io.exporteragent.gather;

import io.exporteragent.model.Family;
import java.util.List;

/**
 * Something that can be asked for metric families: the JVM, the host, the application, a probe.
 *
 * <p>{@link #collect} may be called from different threads, but never by two at once, except one
 * that is {@link Execution#CONCURRENT}. All that can throw or block happens there; the families it
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

  /** Says where {@link #collect} runs; always the same. */
  default Execution execution() {
    return Execution.INLINE;
  }

  /**
   * Says whether it would collect nothing, so that no thread need be woken for it. Asked on the
   * thread of the scrape, never while the source runs; reads memory only.
   */
  default boolean isIdle() {
    return false;
  }

  /** Where a source runs. */
  enum Execution {
    /** On the thread of the scrape: it reads memory only. */
    INLINE,
    /** On a thread of its own: it waits for a device, or runs code that is not ours. */
    ON_WORKER,
    /**
     * On a worker for each scrape: it may be asked by several at once, ends by the deadline of
     * each, and may be closed while runs other than the latest last.
     */
    CONCURRENT
  }

  /**
   * Ends threads, removes listeners and lets go of the application's objects. Called once, when no
   * call of {@link #collect} is under way and none will follow.
   */
  @Override
  default void close() {}
}
