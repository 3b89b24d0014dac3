/**
 * The harness: starts the programs of {@link io.exporteragent.benchmarks.program} with and without
 * the agent and its peers, measures them from outside, and writes down what it found. Runs in a JVM
 * of its own, on Linux, and is started by {@code benchmarks/run}.
 */
package io.exporteragent.benchmarks;
