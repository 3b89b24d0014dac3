/**
 * Families to bytes: the formats Prometheus and OpenMetrics define, and which of them a client
 * prefers. Whatever sends metrics may use it, not the server alone.
 *
 * <p>Lives in the agent's class loader; knows nothing of sockets and sources.
 */
package io.exporteragent.exposition;
