/**
 * Changes loaded classes of the application as rules ask, on one thread for all sections that
 * weave, and restores them: {@link io.exporteragent.weave.Loom}.
 *
 * <p>Lives in the agent's class loader. Used by those sources that weave; does not know what for.
 */
package io.exporteragent.weave;
