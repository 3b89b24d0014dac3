/**
 * The command line of the jar, {@code java -jar exporter-agent.jar}. The only room that may end its
 * JVM, which is its own.
 *
 * <p>Lives in the agent's class loader; entered by {@code bootstrap}; uses the composition root,
 * {@code attach}, {@code config}, {@code probe} and {@code module}.
 */
package io.exporteragent.cli;
