/**
 * The machine below the JVM: processor time, memory and mounted file systems, one {@link
 * io.exporteragent.gather.Source} each, so that any of them can be switched off. The numbers come
 * from OSHI, which on Linux is used without native code and is initialised at the first scrape,
 * never at start-up.
 *
 * <p>Lives in the agent's class loader and imports {@code gather} alone. Created by {@code
 * ExporterAgent}, asked by the gatherer.
 */
package io.exporteragent.host;
