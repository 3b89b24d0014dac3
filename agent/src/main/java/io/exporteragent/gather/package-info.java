/**
 * The boundary between the sources and the server: the {@link io.exporteragent.gather.Gatherer}
 * runs every {@link io.exporteragent.gather.Source source} once per scrape, isolates its failures,
 * times it and merges the families.
 *
 * <p>Lives in the agent's class loader. Sources implement its interfaces; the server and others
 * that need all metrics call the gatherer.
 */
package io.exporteragent.gather;
