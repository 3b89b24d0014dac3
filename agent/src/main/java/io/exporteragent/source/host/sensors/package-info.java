/**
 * What the machine feels: temperature, fans, voltage and batteries, read in the background.
 *
 * <p>Lives in the agent's class loader. Used by {@code lifecycle} only, and only where it is
 * switched on.
 */
package io.exporteragent.source.host.sensors;
