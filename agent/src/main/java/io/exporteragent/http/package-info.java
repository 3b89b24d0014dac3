/**
 * The server: {@code /metrics}, health, the start page and the pages that the composition root
 * adds. It decides in which format a page is sent, and keeps hostile or broken clients from costing
 * the host more than ten threads and the scrapes of honest ones.
 *
 * <p>Lives in the agent's class loader. Only the composition root calls it, through {@link
 * io.exporteragent.http.MetricsServer}; it knows the package {@code gather}, and none of the
 * sources.
 */
package io.exporteragent.http;
