package io.exporteragent.gather;

import io.exporteragent.model.Family;
import java.util.List;

/**
 * Something that can be asked for metric families: the JVM, the host, the application, a probe.
 *
 * <p>{@link #collect} may be called by different threads, but by two at once only if it is {@link
 * Execution#CONCURRENT}. All that can throw or block happens there; the families it returns hold
 * their values.
 */
public interface Source extends AutoCloseable {

  /**
   * Reads the current values.
   *
   * @param scrape the request, with the deadline for the result
   * @return families with at least one point each; a family that cannot be read is left out
   * @throws Exception if nothing could be read; the families of this source are then missing, its
   *     {@code exporter_agent_collector_success} is 0, and nothing else is affected
   */
  List<Family> collect(Scrape scrape) throws Exception;

  /** Returns where {@link #collect} runs; always the same. */
  default Execution execution() {
    return Execution.INLINE;
  }

  /**
   * Returns whether it would collect nothing, so that no thread is started for it. Called on the
   * thread of the scrape, never while the source runs; must not block.
   */
  default boolean isIdle() {
    return false;
  }

  /** Where a source runs. */
  enum Execution {
    /** On the thread of the scrape: it only reads memory and does not block. */
    INLINE,
    /** On a worker thread: it waits for a device, or runs code that is not the agent's. */
    ON_WORKER,
    /**
     * On a worker for each scrape, several at once: each run ends by its deadline, and the source
     * may be closed while runs other than the latest are under way.
     */
    CONCURRENT
  }

  /**
   * Ends threads, removes listeners and drops references to the application's objects. Called once,
   * when no call of {@link #collect} is under way and none will follow.
   */
  @Override
  default void close() {}
}
