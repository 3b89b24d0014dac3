/**
 * The JVM's own metrics: client_java's {@code jvm_*} families, assembled part by part so that none
 * of them initialises logging, stops the world at every scrape or leaves a listener behind; and
 * what HotSpot tells beside its beans, by its counters and diagnostic commands.
 *
 * <p>Lives in the agent's class loader. Used by {@code lifecycle} only.
 */
package io.exporteragent.source.jvm;
