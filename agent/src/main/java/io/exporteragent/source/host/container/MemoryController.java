package io.exporteragent.source.host.container;

import io.exporteragent.source.host.proc.ProcFile;
import org.jspecify.annotations.Nullable;

/**
 * Memory of a group. The working set is what the kernel cannot take back without writing it to a
 * disk, and what the kubelet compares with the limit: the usage without the pages of files that
 * were not used for long. Of the limits of the groups above, the lowest one counts.
 */
final class MemoryController implements Controller {
  /** Version 1 tells of no limit as a number near the largest there is. */
  private static final long NO_LIMIT = 1L << 62;

  private final boolean isVersion2;
  private final ProcFile usage;
  private final ProcFile details;
  private final ProcFile events;
  private final @Nullable ProcFile swap;

  /** That of version 2, {@link #NO_LIMIT} if there is none. Version 1 tells it in the details. */
  private final long limit;

  private MemoryController(ControlGroup group) {
    isVersion2 = group.isVersion2();
    usage = group.file(isVersion2 ? "memory.current" : "memory.usage_in_bytes");
    details = group.file("memory.stat");
    events = group.file(isVersion2 ? "memory.events" : "memory.oom_control");
    String swapFile = isVersion2 ? "memory.swap.current" : "memory.memsw.usage_in_bytes";
    swap = group.has(swapFile) ? group.file(swapFile) : null;
    limit = isVersion2 ? limit(group) : NO_LIMIT;
  }

  static @Nullable MemoryController of(ControlGroups groups) {
    ControlGroup group = groups.of("memory");
    return group == null || !group.has("memory.stat") ? null : new MemoryController(group);
  }

  private static long limit(ControlGroup group) {
    long lowest = NO_LIMIT;
    for (ControlGroup each : group.lineage()) {
      try (ProcFile max = each.file("memory.max")) {
        if (max.isRead() && max.atDigit()) {
          lowest = Math.min(lowest, max.number());
        }
      }
    }
    return lowest;
  }

  @Override
  public void addTo(ContainerFamilies families) {
    if (!usage.isRead() || !details.isRead()) {
      return;
    }
    long used = usage.number();
    long inactive = details.numberOf(isVersion2 ? "inactive_file " : "total_inactive_file ");
    long most = isVersion2 ? limit : details.numberOf("hierarchical_memory_limit ");
    families.gauge(
        "container_memory_usage_bytes",
        "Memory of the container, files that it has read or written included.",
        (double) used);
    families.gauge(
        "container_memory_working_set_bytes",
        "The same without files not used for long; the container is killed when it reaches the limit.",
        (double) Math.max(0, used - Math.max(0, inactive)));
    if (most > 0 && most < NO_LIMIT) {
      families.gauge(
          "container_spec_memory_limit_bytes",
          "Memory that the container may have.",
          (double) most);
    }
    if (swap != null && swap.isRead()) {
      families.gauge(
          "container_memory_swap",
          "Bytes of the container's memory that are on a disk.",
          (double) (isVersion2 ? swap.number() : Math.max(0, swap.number() - used)));
    }
    long kills = events.isRead() ? events.numberOf("oom_kill ") : -1;
    if (kills >= 0) {
      families.counter(
          "container_oom_events",
          "Processes of the container that the kernel has killed, since it had no memory left.",
          (double) kills);
    }
  }

  @Override
  public void close() {
    usage.close();
    details.close();
    events.close();
    if (swap != null) {
      swap.close();
    }
  }
}
