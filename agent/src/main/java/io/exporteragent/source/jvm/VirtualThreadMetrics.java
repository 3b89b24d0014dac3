package io.exporteragent.source.jvm;

import io.exporteragent.gather.Scrape;
import io.exporteragent.gather.Source;
import io.exporteragent.model.Family;
import io.exporteragent.model.MetricType;
import io.exporteragent.model.ScalarFamily;
import java.lang.management.ManagementFactory;
import java.lang.management.PlatformManagedObject;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The scheduler of virtual threads, which Java 24 and later tell of, under the names of Micrometer:
 *
 * <pre>
 * jvm_threads_virtual_parallelism 2.0
 * jvm_threads_virtual_pool_size_threads 2.0
 * jvm_threads_virtual_live_threads{scheduling_status="mounted"} 1.0
 * jvm_threads_virtual_live_threads{scheduling_status="queued"} 0.0
 * </pre>
 *
 * <p>There is none before the application has used a virtual thread: asking for it would make it,
 * with what the system properties say that the application may still set.
 */
final class VirtualThreadMetrics implements Source {
  private final Predicate<Class<?>> initialized;
  private final @Nullable Class<? extends PlatformManagedObject> type = type();
  private @Nullable Scheduler scheduler;

  /**
   * @param initialized whether a class has been initialised
   */
  VirtualThreadMetrics(Predicate<Class<?>> initialized) {
    this.initialized = initialized;
  }

  private static @Nullable Class<? extends PlatformManagedObject> type() {
    try {
      return Class.forName("jdk.management.VirtualThreadSchedulerMXBean")
          .asSubclass(PlatformManagedObject.class);
    } catch (ClassNotFoundException e) {
      // An earlier Java, or an image without the module jdk.management.
      return null;
    }
  }

  /** What there is to ask for. */
  private static final class Scheduler {
    private final BeanValue parallelism;
    private final BeanValue poolSize;
    private final BeanValue mounted;
    private final BeanValue queued;

    Scheduler(Class<? extends PlatformManagedObject> type) throws NoSuchMethodException {
      PlatformManagedObject bean = ManagementFactory.getPlatformMXBean(type);
      parallelism = new BeanValue(type, bean, "getParallelism");
      poolSize = new BeanValue(type, bean, "getPoolSize");
      mounted = new BeanValue(type, bean, "getMountedVirtualThreadCount");
      queued = new BeanValue(type, bean, "getQueuedVirtualThreadCount");
    }
  }

  @Override
  public List<Family> collect(Scrape scrape) throws Exception {
    Scheduler known = scheduler;
    if (known == null) {
      if (type == null
          || !initialized.test(Class.forName("java.lang.VirtualThread", false, null))) {
        return Collections.emptyList();
      }
      known = new Scheduler(type);
      scheduler = known;
    }
    return Arrays.asList(
        gauge(
                "jvm_threads_virtual_parallelism",
                "Virtual threads that the scheduler runs at once at most.")
            .add(known.parallelism.get()),
        gauge("jvm_threads_virtual_pool_size_threads", "Platform threads of the scheduler.")
            .add(known.poolSize.get()),
        gauge("jvm_threads_virtual_live_threads", "Virtual threads that run, or wait to be run.")
            .add(known.mounted.get(), "scheduling_status", "mounted")
            .add(known.queued.get(), "scheduling_status", "queued"));
  }

  private static ScalarFamily gauge(String name, String help) {
    return new ScalarFamily(name, MetricType.GAUGE, help);
  }
}
