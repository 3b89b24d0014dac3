/** A Kafka server and its clients in one JVM, without a trace of the agent. */
package io.exporteragent.kafka;
