/**
 * Metrics of the MBeans that the application and its libraries have registered: those of a
 * jmx_exporter file, and those of known servers without any file.
 *
 * <p>Lives in the agent's class loader. Used by {@code lifecycle} and {@code cli}. {@code engine}
 * reads beans, {@code rules} and {@code pack} decide what becomes of their values.
 */
package io.exporteragent.source.mbean;
