/**
 * The status probes: pages of JSON over HTTP, fetched during the scrape and turned into metrics by
 * configuration alone. {@link io.exporteragent.source.probe.ProbeMetrics} is the source, {@link
 * io.exporteragent.source.probe.ProbeExplanation} shows a user what becomes of a page.
 *
 * <p>HTTP is spoken over sockets of our own, by {@code StatusClient} and what it uses. The JDK's
 * {@code HttpURLConnection} belongs to the application: it takes part in its cookies and its cached
 * credentials, asks its authenticator, shares its idle connections and may close one of them when
 * disconnected.
 *
 * <p>Lives in the agent's class loader and imports {@code gather} and {@code config} alone. Created
 * by {@code ExporterAgent} and by the command line.
 */
package io.exporteragent.source.probe;
