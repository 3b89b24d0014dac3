package io.exporteragent.source.host.sensors;

import io.exporteragent.gather.Scrape;
import io.exporteragent.gather.Source;
import io.exporteragent.model.Family;
import java.io.IOException;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Temperature, fan speeds and voltage, and batteries, under the names of node_exporter's collectors
 * hwmon and powersupplyclass.
 *
 * <pre>
 * # TYPE node_hwmon_temp_celsius gauge
 * node_hwmon_temp_celsius{chip="cpu",sensor="temp1"} 48.0
 * # TYPE node_power_supply_capacity gauge
 * node_power_supply_capacity{power_supply="BAT0"} 87.0
 * </pre>
 *
 * <p>A chip may take 100 ms to answer, and Windows 20 s at the first time. So a scrape gets what
 * was read last, and starts the next reading when that is {@value #SECONDS} s ago; it waits for
 * none. Nothing is read unless there are scrapes, and the first scrape has no values yet.
 */
public final class SensorMetrics implements Source {
  /** The time between the starts of two readings. */
  static final long SECONDS = 30;

  private static final long PERIOD_NANOS = TimeUnit.SECONDS.toNanos(SECONDS);

  /** How long a reading may take until the values of the one before are withdrawn. */
  private static final long PATIENCE_NANOS = TimeUnit.MINUTES.toNanos(2);

  private final ExecutorService workers;
  private final Callable<List<Family>> reading;
  private final LongSupplier nanoTime;

  private List<Family> families = Collections.emptyList();
  private @Nullable IOException failure;
  private @Nullable Future<List<Family>> running;
  private boolean hasStarted;
  private long startedNanos;

  /**
   * Creates the source; it loads and reads nothing before the first scrape.
   *
   * @param workers runs the readings, one at a time, which may hang
   */
  public SensorMetrics(ExecutorService workers) {
    this(workers, SensorReading.ofThisSystem(), System::nanoTime);
  }

  SensorMetrics(ExecutorService workers, Callable<List<Family>> reading, LongSupplier nanoTime) {
    this.workers = workers;
    this.reading = reading;
    this.nanoTime = nanoTime;
  }

  @Override
  public List<Family> collect(Scrape scrape) throws Exception {
    long now = nanoTime.getAsLong();
    Future<List<Family>> current = running;
    if (current != null && current.isDone()) {
      running = null;
      take(current);
    } else if (current != null && now - startedNanos >= PATIENCE_NANOS) {
      families = Collections.emptyList();
      failure = new IOException("The sensors have not answered for two minutes.");
    }
    if (running == null && (!hasStarted || now - startedNanos >= PERIOD_NANOS)) {
      start(now);
    }
    if (failure != null) {
      throw failure;
    }
    return families;
  }

  private void take(Future<List<Family>> done) throws InterruptedException {
    failure = null;
    families = Collections.emptyList();
    try {
      families = done.get();
    } catch (ExecutionException e) {
      Throwable cause = e.getCause();
      failure =
          cause instanceof IOException
              ? (IOException) cause
              : new IOException("The sensors cannot be read: " + cause, cause);
    }
  }

  private void start(long now) {
    try {
      running = workers.submit(reading);
      hasStarted = true;
      startedNanos = now;
    } catch (RejectedExecutionException e) {
      // No worker is free: the old values stay, and the next scrape tries again.
      running = null;
    }
  }

  /** Interrupts a reading under way. */
  @Override
  public void close() {
    if (running != null) {
      running.cancel(true);
    }
  }
}
