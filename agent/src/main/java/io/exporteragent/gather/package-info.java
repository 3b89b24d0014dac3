/**
 * The seam between what fills a page and what serves it: the {@link
 * io.exporteragent.gather.Gatherer} runs every {@link io.exporteragent.gather.Source source} once
 * per scrape, isolates its failures, times it and puts the families together.
 *
 * <p>Lives in the agent's class loader. Sources implement its interfaces; the server and whatever
 * else needs all metrics calls the gatherer.
 */
package io.exporteragent.gather;
