package io.exporteragent.source.host.container;

import io.exporteragent.gather.Scrape;
import io.exporteragent.gather.Source;
import io.exporteragent.model.Family;
import java.io.File;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * What the container of this process uses of what it may use, under the names of cAdvisor:
 *
 * <pre>
 * container_cpu_usage_seconds_total{source="exporter-agent"} 18.4
 * container_cpu_cfs_throttled_periods_total{source="exporter-agent"} 7.0
 * container_memory_working_set_bytes{source="exporter-agent"} 2.1E8
 * container_spec_memory_limit_bytes{source="exporter-agent"} 5.36870912E8
 * </pre>
 *
 * <p>A container is a control group of Linux, so a service of systemd is one, too. Where there is
 * none, or it does not limit or count something, that is left out.
 */
public final class ContainerMetrics implements Source {
  /** For how long groups and their limits are taken to be the same. */
  private static final long LOOK_NANOS = TimeUnit.SECONDS.toNanos(30);

  private final File root;
  private final LongSupplier nanoClock;
  private @Nullable List<Controller> controllers;
  private long lookedNanos;

  /** Creates the source; it reads nothing before the first scrape. */
  public ContainerMetrics() {
    this(new File("/"), System::nanoTime);
  }

  /**
   * @param root the root directory; another one only in tests
   */
  ContainerMetrics(File root, LongSupplier nanoClock) {
    this.root = root;
    this.nanoClock = nanoClock;
  }

  @Override
  public List<Family> collect(Scrape scrape) {
    ContainerFamilies families = new ContainerFamilies();
    for (Controller each : controllers()) {
      each.addTo(families);
    }
    return families.list();
  }

  private List<Controller> controllers() {
    List<Controller> known = controllers;
    if (known == null || nanoClock.getAsLong() - lookedNanos >= LOOK_NANOS) {
      close();
      known = look();
      controllers = known;
      lookedNanos = nanoClock.getAsLong();
    }
    return known;
  }

  private List<Controller> look() {
    List<Controller> found = new ArrayList<>(4);
    try {
      ControlGroups groups = ControlGroups.find(root);
      add(CpuController.of(groups), found);
      add(MemoryController.of(groups), found);
      add(PidsController.of(groups), found);
      add(Pressure.of(groups), found);
    } catch (IOException e) {
      // Not Linux, or nothing of it is shown to this process.
      return found;
    }
    return found;
  }

  private static void add(@Nullable Controller controller, List<Controller> found) {
    if (controller != null) {
      found.add(controller);
    }
  }

  @Override
  public void close() {
    if (controllers != null) {
      controllers.forEach(Controller::close);
    }
  }
}
