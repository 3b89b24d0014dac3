/** An ActiveMQ broker and a client of it in one JVM, without a trace of the agent. */
package io.exporteragent.activemq;
