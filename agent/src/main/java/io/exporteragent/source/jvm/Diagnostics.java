package io.exporteragent.source.jvm;

import io.exporteragent.gather.Scrape;
import io.exporteragent.gather.Source;
import io.exporteragent.guest.Guest;
import io.exporteragent.model.Family;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/** The pages for which the application is stopped. It has no metrics: a scrape never does that. */
final class Diagnostics implements Source {
  private final Guest guest;
  private final CostlyPage classes;
  private final CostlyPage threads;
  private @Nullable PerfCounters counters;
  private boolean isSought;

  Diagnostics(Guest guest) {
    this.guest = guest;
    AtomicBoolean isBusy = new AtomicBoolean();
    this.classes =
        new CostlyPage(
            new ClassHistogram(guest.instrumentation()),
            isBusy,
            this::safepoints,
            System::nanoTime);
    this.threads = new CostlyPage(new ThreadDump(), isBusy, this::safepoints, System::nanoTime);
  }

  /** Called while a page is made, so by one thread at a time. */
  private @Nullable Safepoints safepoints() {
    if (!isSought) {
      counters = PerfCounters.ofThisJvm(guest.instrumentation());
      isSought = true;
    }
    return Safepoints.in(counters);
  }

  CostlyPage classes() {
    return classes;
  }

  CostlyPage threads() {
    return threads;
  }

  @Override
  public List<Family> collect(Scrape scrape) {
    return Collections.emptyList();
  }
}
