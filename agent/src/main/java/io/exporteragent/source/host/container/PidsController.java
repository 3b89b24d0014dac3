package io.exporteragent.source.host.container;

import io.exporteragent.source.host.proc.ProcFile;
import org.jspecify.annotations.Nullable;

/** Threads of a group: where no more may be started, the JVM cannot start any either. */
final class PidsController implements Controller {
  private final ProcFile current;

  /** The lowest limit of the group and of those above; 0 if there is none. */
  private final long limit;

  private PidsController(ControlGroup group) {
    current = group.file("pids.current");
    long lowest = Long.MAX_VALUE;
    for (ControlGroup each : group.lineage()) {
      try (ProcFile max = each.file("pids.max")) {
        if (max.isRead() && max.atDigit()) {
          lowest = Math.min(lowest, max.number());
        }
      }
    }
    limit = lowest == Long.MAX_VALUE ? 0 : lowest;
  }

  static @Nullable PidsController of(ControlGroups groups) {
    ControlGroup group = groups.of("pids");
    return group == null || !group.has("pids.current") ? null : new PidsController(group);
  }

  @Override
  public void addTo(ContainerFamilies families) {
    if (current.isRead()) {
      families.gauge(
          "container_threads",
          "Threads of all processes of the container.",
          (double) current.number());
    }
    if (limit > 0) {
      families.gauge(
          "container_threads_max", "Threads that the container may have.", (double) limit);
    }
  }

  @Override
  public void close() {
    current.close();
  }
}
