/**
 * Reaches into a JVM that is already running, from a JVM of our own: finds it, checks before
 * anything is sent to it that it is a JVM and may be asked, loads the agent, and relies only on
 * what the agent there publishes. {@code Target} is what holds on every system, {@code LinuxTarget}
 * what Linux adds.
 *
 * <p>Lives in the agent's class loader, in the JVM of the command line alone; imports {@code
 * config} and {@code attach.linux}; used by {@code cli} and by nobody else.
 */
package io.exporteragent.attach;
