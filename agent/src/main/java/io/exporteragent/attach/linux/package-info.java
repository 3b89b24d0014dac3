/**
 * What Linux shows of other processes in {@code /proc}, and how to read and write their files when
 * one may do more than they may. Throws {@code IOException}s; {@code attach} makes advice of them.
 *
 * <p>Lives in the agent's class loader, in the JVM of the command line alone; imports {@code
 * config}; used by {@code attach} and by nobody else.
 */
package io.exporteragent.attach.linux;
