/**
 * The command line of the jar, {@code java -jar exporter-agent.jar}. The only package that may end
 * the JVM, which is its own.
 *
 * <p>Lives in the agent's class loader; called by {@code bootstrap}; uses {@code lifecycle}, {@code
 * attach}, {@code config}, {@code source.probe} and {@code source.module}.
 */
package io.exporteragent.cli;
