package io.exporteragent.source.host;

import io.exporteragent.gather.Scrape;
import io.exporteragent.gather.Source;
import io.exporteragent.model.Family;
import io.exporteragent.model.MetricType;
import io.exporteragent.model.ScalarFamily;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/**
 * Space of the mounted file systems, read at the scrape.
 *
 * <pre>
 * # TYPE disk_usage gauge
 * disk_usage{type="total",mountpoint="/"} 2.70553128960E11
 * disk_usage{type="used",mountpoint="/"} 2.4696061952E10
 * disk_usage{type="free",mountpoint="/"} 8.5899345920E10
 * disk_usage{type="percent",mountpoint="/"} 22.33
 * </pre>
 *
 * <p>The types are psutil's: {@code free} is what users other than root may still use, so {@code
 * used} + {@code free} may be less than {@code total}, and {@code percent} is {@code used} in
 * percent of that sum. Mounts and unmounts show at once on Linux, elsewhere within about a minute.
 */
public final class DiskMetrics implements Source {
  private static final String NAME = "disk_usage";
  private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(1);

  private final DiskSettings settings;
  private final MountList mounts;
  private final MountReader reader;

  private List<Mount> listed = Collections.emptyList();
  private List<Mount> wanted = Collections.emptyList();

  /**
   * Creates the source; it reads nothing before the first scrape.
   *
   * @param workers runs tasks that may block indefinitely: at most one per mount that is not known
   *     to be local, and one to list the mounts except on Linux. {@link #collect} must not be
   *     called on its last free thread.
   * @param settings which file systems to leave out
   */
  public DiskMetrics(ExecutorService workers, DiskSettings settings) {
    this(workers, settings, Host.ofThisSystem().mounts(workers));
  }

  DiskMetrics(ExecutorService workers, DiskSettings settings, MountList mounts) {
    this.settings = settings;
    this.mounts = mounts;
    this.reader = new MountReader(workers);
  }

  @Override
  public Execution execution() {
    return Host.execution();
  }

  @Override
  public List<Family> collect(Scrape scrape) throws Exception {
    if (!scrape.includes(NAME)) {
      return Collections.emptyList();
    }
    ScalarFamily family =
        new ScalarFamily(
            NAME,
            MetricType.GAUGE,
            "Space of each file system this process sees mounted: total, used and free (for users other than root) in bytes, used in percent of used + free.");
    for (Map.Entry<Mount, DiskSpace> entry :
        reader
            .read(wanted(mounts.get(patience(scrape))), Math.min(PATIENCE_NANOS, patience(scrape)))
            .entrySet()) {
      add(family, entry.getKey().mountpoint(), entry.getValue());
    }
    return family.isEmpty() ? Collections.emptyList() : Collections.singletonList(family);
  }

  @Override
  public void close() {
    reader.close();
    mounts.close();
  }

  private List<Mount> wanted(List<Mount> current) {
    if (current != listed) {
      listed = current;
      wanted = current.stream().filter(settings::includes).collect(Collectors.toList());
    }
    return wanted;
  }

  /**
   * Returns half the remaining time, so that a wait without result does not delay other sources.
   */
  private static long patience(Scrape scrape) {
    return scrape.remainingNanos() / 2;
  }

  private static void add(ScalarFamily family, String mountpoint, DiskSpace space) {
    if (space.total() <= 0) {
      return;
    }
    family.add(space.total(), "type", "total", "mountpoint", mountpoint);
    family.add(space.used(), "type", "used", "mountpoint", mountpoint);
    family.add(space.free(), "type", "free", "mountpoint", mountpoint);
    if (!Double.isNaN(space.percent())) {
      family.add(space.percent(), "type", "percent", "mountpoint", mountpoint);
    }
  }
}
