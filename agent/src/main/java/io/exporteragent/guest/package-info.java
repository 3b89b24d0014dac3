/**
 * What is needed to run in a foreign JVM: threads, messages, class initialisation, module exports.
 *
 * <p>Lives in the agent's class loader and imports no other package; all others may use it.
 */
package io.exporteragent.guest;
