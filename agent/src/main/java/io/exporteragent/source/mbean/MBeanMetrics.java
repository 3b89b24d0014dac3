package io.exporteragent.source.mbean;

import io.exporteragent.gather.FollowedFile;
import io.exporteragent.gather.PartialFailure;
import io.exporteragent.gather.Scrape;
import io.exporteragent.gather.Source;
import io.exporteragent.model.Family;
import io.exporteragent.source.mbean.pack.PackMetrics;
import io.exporteragent.source.mbean.rules.JmxFile;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import javax.management.MBeanServer;
import org.jspecify.annotations.Nullable;

/**
 * Metrics of the application's MBeans: by the rules of a jmx_exporter file, and by packs. Where the
 * application has made no MBean server there are none, which is no error.
 *
 * <p>One scrape at a time, while another thread may call {@link #use}, {@link #refused} and {@link
 * #close}.
 */
public final class MBeanMetrics implements Source {
  /** Most applications that make an MBean server do so while they start. */
  private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(60);

  private final PlatformServer platform;
  private final @Nullable JmxMetrics jmx;
  private final @Nullable FollowedFile file;
  private final @Nullable Packs packs;
  private final LongSupplier nanoClock;
  private final long startNanos;

  /** The packs that are in use. */
  interface Packs extends AutoCloseable {
    /** Returns the metrics of the versions that are in effect. Any thread. */
    PackMetrics current();

    /** Ends following their files. */
    @Override
    default void close() {}
  }

  /**
   * Creates metrics; no MBean is read before the first scrape.
   *
   * @param jmx by a file of jmx_exporter, null without
   * @param file the same, if it is followed here; closed with this
   * @param packs null if there are none; closed with this
   */
  MBeanMetrics(
      PlatformServer platform,
      @Nullable JmxMetrics jmx,
      @Nullable FollowedFile file,
      @Nullable Packs packs,
      LongSupplier nanoClock) {
    this.platform = platform;
    this.jmx = jmx;
    this.file = file;
    this.packs = packs;
    this.nanoClock = nanoClock;
    this.startNanos = nanoClock.getAsLong();
  }

  @Override
  public Execution execution() {
    return Execution.ON_WORKER;
  }

  @Override
  public boolean isIdle() {
    return jmx == null && (packs == null || !platform.mayExist());
  }

  @Override
  public List<Family> collect(Scrape scrape) throws PartialFailure {
    if (jmx != null) {
      jmx.sayWarnings();
    }
    List<Family> families = new ArrayList<>();
    if (jmx != null && isDelayed(jmx.startDelaySeconds())) {
      families.addAll(jmx.about());
      return families;
    }
    MBeanServer server = platform.find();
    if (jmx != null && server == null && isSince(PATIENCE_NANOS)) {
      jmx.sayNoServer();
    }
    boolean isComplete = jmx == null || jmx.read(server, scrape, families);
    if (packs != null && server != null) {
      PackMetrics current = packs.current();
      families.addAll(current.read(server, scrape));
      isComplete &= current.isComplete();
    }
    if (!isComplete) {
      throw new PartialFailure("some MBeans could not be read in time", families);
    }
    return families;
  }

  private boolean isDelayed(int seconds) {
    return !isSince(TimeUnit.SECONDS.toNanos(seconds));
  }

  private boolean isSince(long nanos) {
    return nanoClock.getAsLong() - startNanos >= nanos;
  }

  /** Returns whether it reads by a file of jmx_exporter that is not followed here. */
  boolean isGivenItsFile() {
    return jmx != null && file == null;
  }

  /** Puts another version of the file of jmx_exporter into effect. */
  void use(JmxFile next) {
    if (jmx != null) {
      jmx.use(next);
    }
  }

  /** Counts a version of the file that was refused, if it is not followed here. */
  void refused() {
    if (jmx != null && file == null) {
      jmx.refused();
    }
  }

  @Override
  public void close() {
    if (file != null) {
      file.close();
    }
    if (packs != null) {
      packs.close();
    }
  }
}
