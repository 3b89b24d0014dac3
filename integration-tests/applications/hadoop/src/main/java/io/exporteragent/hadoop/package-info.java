/** Hadoop's file system and its client in one JVM, without a trace of the agent. */
package io.exporteragent.hadoop;
