package io.exporteragent.source.host.container;

import io.exporteragent.source.host.proc.ProcFile;
import org.jspecify.annotations.Nullable;

/**
 * CPU time of a group, and how often its limit stopped it. Of the limits of the groups above, the
 * lowest one counts, with the stops that the kernel counts where that limit is set.
 */
final class CpuController implements Controller {
  private static final double NANOS = 1e9;
  private static final double MICROS = 1e6;

  private final @Nullable ProcFile usage;
  private final boolean isVersion2;
  private final @Nullable Limit limit;
  private final @Nullable ProcFile stops;

  private CpuController(
      @Nullable ProcFile usage,
      boolean isVersion2,
      @Nullable Limit limit,
      @Nullable ProcFile stops) {
    this.usage = usage;
    this.isVersion2 = isVersion2;
    this.limit = limit;
    this.stops = stops;
  }

  static CpuController of(ControlGroups groups) {
    ControlGroup group = groups.of("cpu");
    ControlGroup accounts = groups.of("cpuacct");
    Limit lowest = null;
    if (group != null) {
      for (ControlGroup each : group.lineage()) {
        Limit limit = Limit.of(each);
        lowest = limit == null || (lowest != null && lowest.isBelow(limit)) ? lowest : limit;
      }
    }
    boolean isVersion2 = accounts != null && accounts.isVersion2();
    return new CpuController(
        accounts == null ? null : accounts.file(isVersion2 ? "cpu.stat" : "cpuacct.usage"),
        isVersion2,
        lowest,
        lowest == null ? null : lowest.group.file("cpu.stat"));
  }

  /** So much CPU time may a group have in each period, in microseconds. */
  private static final class Limit {
    private final ControlGroup group;
    private final long quota;
    private final long period;

    private Limit(ControlGroup group, long quota, long period) {
      this.group = group;
      this.quota = quota;
      this.period = period;
    }

    static @Nullable Limit of(ControlGroup group) {
      try (ProcFile quota = group.file(group.isVersion2() ? "cpu.max" : "cpu.cfs_quota_us");
          ProcFile period = group.file("cpu.cfs_period_us")) {
        // It says max, or -1, if there is no limit.
        long micros = quota.isRead() ? quota.number() : 0;
        long each = group.isVersion2() ? quota.number() : period.isRead() ? period.number() : 0;
        return micros > 0 && each > 0 ? new Limit(group, micros, each) : null;
      }
    }

    boolean isBelow(Limit other) {
      return (double) quota / period <= (double) other.quota / other.period;
    }
  }

  @Override
  public void addTo(ContainerFamilies families) {
    if (usage != null && usage.isRead()) {
      families.counter(
          "container_cpu_usage_seconds",
          "CPU time of all processes of the container.",
          isVersion2 ? usage.numberOf("usage_usec ") / MICROS : usage.number() / NANOS);
    }
    if (limit != null && stops != null && stops.isRead()) {
      addLimit(families, limit, stops);
    }
  }

  private static void addLimit(ContainerFamilies families, Limit limit, ProcFile stops) {
    families.gauge(
        "container_spec_cpu_quota",
        "Microseconds of CPU time that the container may use in each period.",
        (double) limit.quota);
    families.gauge(
        "container_spec_cpu_period",
        "Microseconds of a period of the limit.",
        (double) limit.period);
    families.counter(
        "container_cpu_cfs_periods",
        "Periods in which the container wanted to run.",
        (double) stops.numberOf("nr_periods "));
    families.counter(
        "container_cpu_cfs_throttled_periods",
        "Periods in which it was stopped, since it had used what it may.",
        (double) stops.numberOf("nr_throttled "));
    families.counter(
        "container_cpu_cfs_throttled_seconds",
        "Time for which its CPUs were stopped then, of all CPUs together.",
        limit.group.isVersion2()
            ? stops.numberOf("throttled_usec ") / MICROS
            : stops.numberOf("throttled_time ") / NANOS);
  }

  @Override
  public void close() {
    if (usage != null) {
      usage.close();
    }
    if (stops != null) {
      stops.close();
    }
  }
}
