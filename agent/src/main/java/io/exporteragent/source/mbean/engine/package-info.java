/**
 * Reads MBeans into families: one plan for each bean, one finished sample for each value. What is
 * read and what becomes of it a {@link io.exporteragent.source.mbean.engine.Policy} decides.
 *
 * <p>Lives in the agent's class loader.
 */
package io.exporteragent.source.mbean.engine;
