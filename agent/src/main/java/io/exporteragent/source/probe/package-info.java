/**
 * The status probes: pages of JSON over HTTP, fetched during the scrape and turned into metrics by
 * configuration alone. {@link io.exporteragent.source.probe.ProbeMetrics} is the source, {@link
 * io.exporteragent.source.probe.ProbeExplanation} shows a user what becomes of a page.
 *
 * <p>Lives in the agent's class loader and fetches through {@code httpclient}. {@link
 * io.exporteragent.source.probe.ProbeSection} makes the source; the command line explains.
 */
package io.exporteragent.source.probe;
