package io.exporteragent.http;

import java.io.IOException;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * The threads on which requests are read, answered and written: ten at most, none when idle.
 *
 * <p>The JDK's server hands a connection over as soon as its first byte has arrived and reads the
 * rest on our thread, without any time limit unless system properties set one for the whole JVM. So
 * a watchdog, whose thread lives only while there are requests, gives up those whose client does
 * not send the request or take the answer: late when nobody is kept waiting, soon when somebody is.
 */
final class RequestThreads implements Executor, AutoCloseable {
  static final int MOST_THREADS = 10;
  static final int MOST_WAITING = 512;

  private static final int TICK_MILLIS = 50;
  private static final int READING_TICKS = 5_000 / TICK_MILLIS;
  private static final int READING_TICKS_WHILE_OTHERS_WAIT = 100 / TICK_MILLIS;
  private static final int WRITING_TICKS = 10_000 / TICK_MILLIS;
  private static final int WRITING_TICKS_WHILE_OTHERS_WAIT = 1_000 / TICK_MILLIS;
  private static final int IDLE_SECONDS = 10;

  private final NewestFirst waiting = new NewestFirst(MOST_WAITING);
  private final Set<RequestTask> unfinished = ConcurrentHashMap.newKeySet();
  private final Map<Thread, RequestTask> running = new ConcurrentHashMap<>();
  private final AtomicBoolean watching = new AtomicBoolean();
  private final Consumer<Throwable> onFailure;
  private final ThreadPoolExecutor pool;
  private final ScheduledThreadPoolExecutor watchdog;

  /**
   * @param onFailure receives what a request throws although nothing should leave it
   */
  RequestThreads(Consumer<Throwable> onFailure) {
    this.onFailure = onFailure;
    AtomicInteger number = new AtomicInteger();
    pool =
        new ThreadPoolExecutor(
            1,
            MOST_THREADS,
            IDLE_SECONDS,
            TimeUnit.SECONDS,
            waiting,
            daemons(() -> "exporter-agent-http-" + number.incrementAndGet()),
            (task, executor) -> letWait((RequestTask) task));
    pool.allowCoreThreadTimeOut(true);
    watchdog =
        new ScheduledThreadPoolExecutor(
            1,
            daemons(() -> "exporter-agent-http-watchdog"),
            new ThreadPoolExecutor.DiscardPolicy());
    watchdog.setKeepAliveTime(IDLE_SECONDS, TimeUnit.SECONDS);
    watchdog.allowCoreThreadTimeOut(true);
    watchdog.setRemoveOnCancelPolicy(true);
  }

  /** Called by the thread that accepts connections; returns at once and never throws. */
  @Override
  public void execute(Runnable exchange) {
    RequestTask task = new RequestTask(exchange, running, unfinished::remove, onFailure);
    unfinished.add(task);
    try {
      watch();
      pool.execute(task);
    } catch (RuntimeException | OutOfMemoryError e) {
      // The JVM cannot have another thread. This one must live on to accept connections.
      refuse(task);
      onFailure.accept(e);
    }
  }

  /**
   * The request that the calling thread serves.
   *
   * @throws IOException if it serves none
   */
  RequestTask current() throws IOException {
    RequestTask task = running.get(Thread.currentThread());
    if (task == null) {
      throw new IOException("not a thread that serves requests");
    }
    return task;
  }

  /**
   * Ends the threads, those that gather as soon as they come back. Does not wait. The connections
   * must have been closed before, so that no thread still waits for its client.
   */
  @Override
  public void close() {
    pool.shutdown();
    waiting.clear();
    watchdog.shutdownNow();
  }

  /** All threads are at work. If too many requests wait already, the oldest goes. */
  private void letWait(RequestTask newest) {
    while (!waiting.letWait(newest)) {
      Runnable oldest = waiting.giveUpOldest();
      if (oldest != null) {
        refuse((RequestTask) oldest);
      }
    }
    if (pool.isShutdown() && waiting.remove(newest)) {
      refuse(newest);
    }
  }

  /**
   * Closes the connection by running its task on the calling thread with the interrupt set, so that
   * its first touch of the socket ends it. Throwing {@link
   * java.util.concurrent.RejectedExecutionException} would do so on current JDKs only: that of Java
   * 8 then forgets the connection and leaves it open for ever.
   */
  private static void refuse(RequestTask task) {
    task.giveUp();
    task.run();
  }

  private void watch() {
    if (watching.compareAndSet(false, true)) {
      try {
        scheduleTick();
      } catch (RuntimeException | Error e) {
        watchdog.getQueue().clear();
        watching.set(false);
        throw e;
      }
    }
  }

  private void scheduleTick() {
    Future<?> unused = watchdog.schedule(this::tick, TICK_MILLIS, TimeUnit.MILLISECONDS);
  }

  private void tick() {
    boolean othersWait = !waiting.isEmpty();
    int reading = othersWait ? READING_TICKS_WHILE_OTHERS_WAIT : READING_TICKS;
    int writing = othersWait ? WRITING_TICKS_WHILE_OTHERS_WAIT : WRITING_TICKS;
    for (RequestTask task : unfinished) {
      task.tick(reading, writing);
    }
    if (!unfinished.isEmpty()) {
      scheduleTick();
      return;
    }
    watching.set(false);
    if (!unfinished.isEmpty()) {
      watch();
    }
  }

  private static ThreadFactory daemons(Supplier<String> names) {
    return runnable -> {
      Thread thread = new Thread(runnable, names.get());
      thread.setDaemon(true);
      thread.setContextClassLoader(RequestThreads.class.getClassLoader());
      return thread;
    };
  }
}
