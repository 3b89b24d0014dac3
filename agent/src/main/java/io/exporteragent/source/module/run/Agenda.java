package io.exporteragent.source.module.run;

import io.exporteragent.guest.AgentThreads;
import java.util.PriorityQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * One thread that runs tasks, at once or later, and one task periodically.
 *
 * <p>A scheduled executor of the JDK drops a periodic task that has thrown, and its thread dies
 * when it cannot allocate what it waits with. This one survives whatever is thrown, and repeats a
 * task that ran out of memory. Discards tasks once closed. Any thread.
 */
public final class Agenda implements Executor, AutoCloseable {
  private final Thread thread;
  private final PriorityQueue<Task> tasks = new PriorityQueue<>();
  private final Task periodic;
  private final long periodNanos;
  private long count;
  private @Nullable Task current;
  private boolean closed;

  /**
   * Does nothing before {@link #start}.
   *
   * @param periodic runs at the start, and again {@code periodNanos} after it ended
   */
  public Agenda(AgentThreads threads, Runnable periodic, long periodNanos) {
    this.thread = threads.surviving(this::work);
    this.periodic = new Task(periodic, System.nanoTime(), 0);
    this.periodNanos = periodNanos;
  }

  /** Starts the thread. */
  public void start() {
    thread.start();
  }

  @Override
  public void execute(Runnable code) {
    after(0, code);
  }

  /** Runs a task once after a delay, unless it is cancelled before. */
  public synchronized Task after(long nanos, Runnable code) {
    Task added = new Task(code, System.nanoTime() + nanos, ++count);
    if (!closed) {
      tasks.add(added);
      notifyAll();
    }
    return added;
  }

  /** Drops waiting tasks and interrupts the current one. */
  @Override
  public synchronized void close() {
    closed = true;
    tasks.clear();
    thread.interrupt();
    notifyAll();
  }

  /** Waits until the thread has ended, for as long as given at most. */
  public void awaitEnd(long millis) throws InterruptedException {
    thread.join(millis);
  }

  private void work() throws InterruptedException {
    for (Task task = next(); task != null; task = next()) {
      boolean isToBeDoneAgain = false;
      try {
        task.code.run();
      } catch (OutOfMemoryError e) {
        isToBeDoneAgain = true;
        throw e;
      } finally {
        if (!isToBeDoneAgain) {
          done(task);
        }
      }
    }
  }

  /** Waits for the next due task, or one to be repeated; returns null once closed. */
  private synchronized @Nullable Task next() throws InterruptedException {
    while (!closed) {
      if (current != null) {
        return current;
      }
      long now = System.nanoTime();
      Task first = tasks.peek();
      if (first != null && first.dueNanos - now <= 0) {
        current = tasks.poll();
      } else if (periodic.dueNanos - now <= 0) {
        current = periodic;
      } else {
        long left = periodic.dueNanos - now;
        TimeUnit.NANOSECONDS.timedWait(
            this, first == null ? left : Math.min(left, first.dueNanos - now));
      }
    }
    return null;
  }

  private synchronized void done(Task task) {
    current = null;
    if (task == periodic) {
      periodic.dueNanos = System.nanoTime() + periodNanos;
    }
  }

  private synchronized void drop(Task task) {
    tasks.remove(task);
  }

  /** A task with the time it is due. */
  public final class Task implements Comparable<Task> {
    private final Runnable code;
    private final long number;
    private long dueNanos;

    private Task(Runnable code, long dueNanos, long number) {
      this.code = code;
      this.dueNanos = dueNanos;
      this.number = number;
    }

    /** Drops the task if it has not begun, with all that it refers to. */
    public void cancel() {
      drop(this);
    }

    /** Orders by time, then by the order they were added in. */
    @Override
    public int compareTo(Task other) {
      int order = Long.signum(dueNanos - other.dueNanos);
      return order == 0 ? Long.compare(number, other.number) : order;
    }
  }
}
