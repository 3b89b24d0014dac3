package io.exporteragent.demo;

import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.DoubleConsumer;
import java.util.function.LongSupplier;

/**
 * Produces widgets at a fixed rate, queues them and has them processed by a fixed number of
 * workers. A widget that finds the queue full is dropped, so that the producer never waits.
 *
 * <p>The workers are what keeps the application alive until it is killed or {@link #close} is
 * called.
 */
final class WidgetService implements AutoCloseable {
  /** In a lasting overload a worker frees a place now and then; health shall not flap with it. */
  private static final long REFUSAL_MEMORY_NANOS = TimeUnit.SECONDS.toNanos(10);

  private static final double NANOS_PER_SECOND = TimeUnit.SECONDS.toNanos(1);

  private final WidgetProcessor processor;
  private final DoubleConsumer processedSeconds;
  private final LongSupplier nanoClock;
  private final long startNanos;
  private final BlockingQueue<Runnable> queue;
  private final ThreadPoolExecutor workers;
  private final ScheduledExecutorService producer =
      Executors.newSingleThreadScheduledExecutor(NamedThreads.daemons("widget-producer"));
  private final AtomicLong produced = new AtomicLong();
  private volatile long lastRefusalNanos;

  /**
   * @param processedSeconds told of each widget that was processed, by any number of threads at
   *     once, how long that took
   * @param workers number of widgets processed at the same time, 1 or more
   * @param queueCapacity number of widgets that may wait, 1 or more
   * @param nanoClock a clock like {@link System#nanoTime}
   */
  WidgetService(
      WidgetProcessor processor,
      DoubleConsumer processedSeconds,
      int workers,
      int queueCapacity,
      LongSupplier nanoClock) {
    this.processor = processor;
    this.processedSeconds = processedSeconds;
    this.nanoClock = nanoClock;
    this.startNanos = nanoClock.getAsLong();
    this.lastRefusalNanos = startNanos - REFUSAL_MEMORY_NANOS;
    this.queue = new ArrayBlockingQueue<>(queueCapacity);
    this.workers =
        new ThreadPoolExecutor(
            workers,
            workers,
            0,
            TimeUnit.SECONDS,
            queue,
            NamedThreads.keepingAlive("widget-worker"),
            (refused, pool) -> lastRefusalNanos = nanoClock.getAsLong());
  }

  /**
   * Begins to produce and to process.
   *
   * @param widgetsPerSecond greater than 0; decimals allowed
   */
  void start(double widgetsPerSecond) {
    workers.prestartAllCoreThreads();
    long periodNanos = Math.max(1, Math.round(NANOS_PER_SECOND / widgetsPerSecond));
    ScheduledFuture<?> unused =
        producer.scheduleAtFixedRate(this::produce, 0, periodNanos, TimeUnit.NANOSECONDS);
  }

  /** Makes one widget and queues it, or drops it if the queue is full. */
  void produce() {
    Widget widget = new Widget(produced.incrementAndGet());
    workers.execute(() -> handle(widget));
  }

  /** The present state; the service is healthy unless its queue is saturated. */
  Status status() {
    double uptimeSeconds = (nanoClock.getAsLong() - startNanos) / NANOS_PER_SECOND;
    return new Status(workers.getActiveCount(), queue.size(), uptimeSeconds, !saturated());
  }

  /** Stops at once; widgets in work or in the queue are given up. */
  @Override
  public void close() {
    producer.shutdownNow();
    workers.shutdownNow();
  }

  private void handle(Widget widget) {
    long begin = nanoClock.getAsLong();
    try {
      processor.process(widget);
    } catch (InterruptedException closing) {
      Thread.currentThread().interrupt();
      return;
    }
    processedSeconds.accept((nanoClock.getAsLong() - begin) / NANOS_PER_SECOND);
  }

  /** Whether a widget would be refused now, or one was a short while ago. */
  private boolean saturated() {
    return queue.remainingCapacity() == 0
        || nanoClock.getAsLong() - lastRefusalNanos < REFUSAL_MEMORY_NANOS;
  }
}
