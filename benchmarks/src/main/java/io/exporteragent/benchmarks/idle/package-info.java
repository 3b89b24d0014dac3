/**
 * The floor under every agent: a jar of its own, loaded with {@code -javaagent}, called by nobody.
 */
package io.exporteragent.benchmarks.idle;
