/**
 * A Spring Boot 2 application that the integration tests start from its executable jar: an ordinary
 * user of Micrometer and simpleclient, without a trace of the agent.
 */
package io.exporteragent.boot2;
