package io.exporteragent.demo;

import java.util.Locale;

/** How the service is doing at one moment. */
final class Status {
  private final int currentRequests;
  private final int pendingRequests;
  private final double uptimeSeconds;
  private final boolean healthy;

  /**
   * @param currentRequests widgets being worked on
   * @param pendingRequests widgets waiting in the queue
   */
  Status(int currentRequests, int pendingRequests, double uptimeSeconds, boolean healthy) {
    this.currentRequests = currentRequests;
    this.pendingRequests = pendingRequests;
    this.uptimeSeconds = uptimeSeconds;
    this.healthy = healthy;
  }

  /** One JSON object; {@code total_uptime} is in seconds, with milliseconds as decimals. */
  String toJson() {
    return String.format(
        Locale.ROOT,
        "{\"current_requests\":%d,\"pending_requests\":%d,\"total_uptime\":%.3f,\"health\":\"%s\"}",
        currentRequests,
        pendingRequests,
        uptimeSeconds,
        healthy ? "healthy" : "unhealthy");
  }
}
