/**
 * Explains what becomes of MBeans, for the command {@code mbeans}: lets the engine read them once
 * by the same policies as for a page, and writes down what these decide.
 *
 * <p>Lives in the agent's class loader, in the JVM that is asked and in that of the command line.
 */
package io.exporteragent.source.mbean.explain;
