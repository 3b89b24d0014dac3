/**
 * OSHI, and the counters that it has of disks and network interfaces. It serves macOS and Windows,
 * and sensors everywhere; what Linux has in {@code /proc} is read there, in microseconds.
 *
 * <p>Lives in the agent's class loader. No class of OSHI is loaded before the first question.
 */
package io.exporteragent.source.host.oshi;
