/**
 * The web configuration file: what clients of the server must show, and what they are shown. Its
 * format is that of <a
 * href="https://github.com/prometheus/exporter-toolkit/blob/master/docs/web-configuration.md">exporter-toolkit</a>,
 * which node_exporter and Prometheus take too, unchanged.
 *
 * <p>Stricter than the toolkit where that leaves open, without a word, what the file means to
 * close. Uses no default of the JVM, such as its trust store, and changes none.
 */
package io.exporteragent.web;
