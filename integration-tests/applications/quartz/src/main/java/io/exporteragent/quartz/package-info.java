/** Quartz schedulers in one JVM, without a trace of the agent. */
package io.exporteragent.quartz;
