/** A Camel context and what it routes in one JVM, without a trace of the agent. */
package io.exporteragent.camel;
