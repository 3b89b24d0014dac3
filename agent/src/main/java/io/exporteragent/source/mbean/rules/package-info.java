/**
 * The configuration files of jmx_exporter, and what their rules make of MBeans.
 *
 * <p>Lives in the agent's class loader.
 */
package io.exporteragent.source.mbean.rules;
