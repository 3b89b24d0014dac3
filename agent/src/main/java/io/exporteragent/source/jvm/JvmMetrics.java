package io.exporteragent.source.jvm;

import io.exporteragent.gather.Scrape;
import io.exporteragent.gather.Source;
import io.exporteragent.guest.Guest;
import io.exporteragent.guest.Management;
import io.exporteragent.model.Family;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The {@code jvm_*} families. Set up by the first scrape: an agent that is not scraped costs
 * nothing.
 *
 * <p>They have the names of client_java's {@code JvmMetrics}, which is not used: its native-memory
 * part creates the platform MBean server and with it the log manager, its threads part takes two
 * safepoints per scrape, its allocation part never removes its listeners, its memory part calls the
 * JVM four times for what one call returns, and each builds a snapshot of what is read once.
 */
public final class JvmMetrics implements Source {
  private final Guest guest;
  private @Nullable List<Source> parts;
  private boolean closed;

  /** Creates the source without touching the JVM's beans. */
  public JvmMetrics(Guest guest) {
    this.guest = guest;
  }

  @Override
  public List<Family> collect(Scrape scrape) throws Exception {
    List<Family> families = new ArrayList<>();
    for (Source part : parts()) {
      families.addAll(part.collect(scrape));
    }
    return families;
  }

  private synchronized List<Source> parts() {
    if (closed) {
      return Collections.emptyList();
    }
    if (parts == null) {
      parts = made();
    }
    return parts;
  }

  private List<Source> made() {
    PerfCounters counters = PerfCounters.ofThisJvm(guest.instrumentation());
    List<Source> made = new ArrayList<>();
    made.add(new JvmBasics());
    made.add(new JvmMemoryMetrics());
    made.add(new ThreadMetrics(guest.workers()));
    made.add(new HotSpotMetrics(counters));
    made.add(new GcPauses(counters));
    made.add(new VirtualThreadMetrics(guest.initialized()));
    made.add(new NativeMemoryMetrics(guest.instrumentation()));
    InternalThreads internal = InternalThreads.ofThisJvm();
    if (internal != null) {
      made.add(new InternalCpuMetrics(internal, guest.workers()));
    }
    if (Management.hasBeansOfJdk()) {
      made.add(new GcMetrics());
      made.add(new JvmTotals(counters));
    }
    return made;
  }

  @Override
  public synchronized void close() {
    closed = true;
    if (parts != null) {
      for (Source part : parts) {
        part.close();
      }
    }
  }
}
