/**
 * The ways in: {@link io.exporteragent.ExporterAgent}, which the bootstrap finds by its name.
 *
 * <p>Lives in the agent's class loader.
 */
package io.exporteragent;
