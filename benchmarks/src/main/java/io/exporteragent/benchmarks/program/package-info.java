/**
 * The programs that are measured, each in a JVM of its own, started by a command line of {@code
 * Peers}. They know nothing of the agents they run with, talk to the harness through {@link
 * io.exporteragent.benchmarks.program.Console} alone, and load no library they do not need.
 */
package io.exporteragent.benchmarks.program;
