/** An application that is deployed in WildFly, without a trace of the agent. */
package io.exporteragent.wildfly;
