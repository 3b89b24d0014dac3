/**
 * The machine below the JVM: CPU time, memory and mounted file systems, and this process as the
 * machine sees it, one {@link io.exporteragent.gather.Source} each, so that any of them can be
 * switched off. On Linux the numbers come from {@code /proc}, elsewhere from OSHI, which is loaded
 * at the first scrape, never at start-up. Sensors, which are off unless switched on, come from OSHI
 * everywhere.
 *
 * <p>Lives in the agent's class loader. Used by {@code lifecycle} only.
 */
package io.exporteragent.source.host;
