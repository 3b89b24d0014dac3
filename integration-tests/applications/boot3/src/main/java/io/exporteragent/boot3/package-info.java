/**
 * A Spring Boot 3 application that the integration tests start from its executable jar: an ordinary
 * user of Micrometer and client_java, without a trace of the agent.
 */
package io.exporteragent.boot3;
