/**
 * Reaches into a JVM that is already running, from a JVM of our own: finds it, makes sure before
 * anything is sent to it that it is one and may be asked, loads the agent, and believes only what
 * the agent there publishes.
 *
 * <p>Lives in the agent's class loader, in the JVM of the command line alone; imports {@code
 * config}; used by {@code cli} and by nobody else.
 */
package io.exporteragent.attach;
