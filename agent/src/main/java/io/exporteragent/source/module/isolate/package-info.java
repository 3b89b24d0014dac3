/**
 * Keeps modules apart from the application, the agent and each other: the class loader of a
 * version, its own registry, what all share of client_java, and the watch for loaders that stay in
 * memory.
 *
 * <p>Uses {@code compile} alone.
 */
package io.exporteragent.source.module.isolate;
