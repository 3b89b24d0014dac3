/**
 * The composition root: reads the settings, builds the sources, starts and stops the server. The
 * only room that knows all others.
 *
 * <p>Lives in the agent's class loader; entered by {@code bootstrap} through {@link
 * io.exporteragent.ExporterAgent#start}.
 */
package io.exporteragent;
