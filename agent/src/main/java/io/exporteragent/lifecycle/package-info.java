/**
 * The life of the agent within one JVM: which sections there are, how they are made, reloaded and
 * ended, and what of that is visible from outside.
 *
 * <p>Lives in the agent's class loader. The only room that knows all others.
 */
package io.exporteragent.lifecycle;
