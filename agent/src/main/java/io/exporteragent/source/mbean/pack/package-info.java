/**
 * Packs: small files that say which attributes of which MBeans of a known server are metrics.
 *
 * <p>Lives in the agent's class loader.
 */
package io.exporteragent.source.mbean.pack;
