package io.exporteragent.guest;

import java.util.PriorityQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A task queue with one thread: runs tasks one after the other, at once or after a delay, and polls
 * the files that are followed.
 *
 * <pre>
 *   Agenda agenda = new Agenda(new AgentThreads("agenda", messages), messages);
 *   agenda.execute(() -&gt; start());
 *   Agenda.Task alarm = agenda.after(timeoutNanos, () -&gt; interrupt());
 *   Follower follower =
 *       agenda.follow("exporter.yml", periodNanos, () -&gt; hasChanged() ? this::reload : null);
 * </pre>
 *
 * <p>All followers share one tick, that of the shortest period. A look may hang, for instance in a
 * file system that does not answer; tasks and other followers must not wait for it. So another
 * thread takes over, at once for an added task, after ten seconds for the followers, and the
 * hanging thread ends when its look does. Tasks never run concurrently, nor do two looks of one
 * follower. To notice a hanging look, a second thread stands by while there are two or more
 * followers. Without tasks and followers there is no thread.
 *
 * <p>The thread survives whatever is thrown, and a task that ran out of memory is run again. A
 * scheduled executor of the JDK drops a periodic task that has thrown, and its thread ends when
 * waiting cannot allocate. Any thread may call any method.
 */
public final class Agenda implements Executor, AutoCloseable {
  private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(10);

  /** How long to wait when every look hangs and no task is due. */
  private static final long IDLE_NANOS = TimeUnit.HOURS.toNanos(1);

  private final AgentThreads threads;
  private final Messages messages;
  private final long patienceNanos;
  private final PriorityQueue<Task> tasks = new PriorityQueue<>();
  private final Follower.Group followers = new Follower.Group();
  private @Nullable Thread thread;
  private @Nullable Thread standIn;
  private @Nullable Task current;
  private @Nullable Follower lookedAt;
  private long lookingSinceNanos;
  private long wakeNanos;
  private long count;
  private boolean closed;

  /**
   * Creates an agenda without a thread.
   *
   * @param messages receives a line when a look hangs or anything is thrown
   */
  public Agenda(AgentThreads threads, Messages messages) {
    this(threads, messages, PATIENCE_NANOS);
  }

  Agenda(AgentThreads threads, Messages messages, long patienceNanos) {
    this.threads = threads;
    this.messages = messages;
    this.patienceNanos = patienceNanos;
  }

  /**
   * Runs a task after those before it; does nothing once closed.
   *
   * @throws OutOfMemoryError if no thread can be created for it; it is not run then
   */
  @Override
  public void execute(Runnable code) {
    after(0, code);
  }

  /** Runs a task once after the delay, unless it is cancelled before. */
  public synchronized Task after(long nanos, Runnable code) {
    Task task = new Task(code, System.nanoTime() + nanos, ++count);
    if (closed) {
      return task;
    }
    provideThread(nanos == 0 ? 0 : patienceNanos);
    tasks.add(task);
    if (task.dueNanos - wakeNanos < 0) {
      notifyAll();
    }
    return task;
  }

  /**
   * Looks at something now and again one period after each look, or a little earlier, together with
   * another follower.
   *
   * @param name of what is looked at, for messages
   */
  public synchronized Follower follow(String name, long periodNanos, Follower.Look look) {
    Follower added = new Follower(this, name, look, periodNanos, System.nanoTime());
    if (closed) {
      return added;
    }
    provideThread(0);
    followers.add(added);
    notifyAll();
    return added;
  }

  /** Drops all tasks and followers. A task or look under way is not interrupted. */
  @Override
  public synchronized void close() {
    closed = true;
    tasks.clear();
    followers.clear();
    thread = null;
    standIn = null;
    notifyAll();
  }

  /** Ensures that a thread waits for what is due, not for a look that has lasted that long. */
  private void provideThread(long patience) {
    if (thread == null) {
      startThread();
    } else if (lookedAt != null
        && thread != Thread.currentThread()
        && System.nanoTime() - lookingSinceNanos >= patience) {
      leaveToItsLook();
    }
  }

  /** Starts a thread; the previous one, if any, ends after its look. */
  private void startThread() {
    Thread next = threads.surviving(this::work);
    next.start();
    thread = next;
    lookedAt = null;
  }

  private void leaveToItsLook() {
    try {
      startThread();
    } catch (OutOfMemoryError e) {
      // No other thread can be created: what is due is done after the look.
      return;
    }
  }

  private void work() throws InterruptedException {
    for (Step next = next(); next != null; next = next()) {
      next.run();
    }
  }

  /** Waits for what is due next; null if another thread has taken over or nothing is left. */
  private synchronized @Nullable Step next() throws InterruptedException {
    while (thread == Thread.currentThread()) {
      if (current != null) {
        return current;
      }
      long now = System.nanoTime();
      Task task = tasks.peek();
      if (task != null && task.dueNanos - now <= 0) {
        current = tasks.poll();
        return current;
      }
      Follower follower = followers.due(now);
      if (follower != null) {
        provideStandIn();
        follower.begin();
        lookedAt = follower;
        lookingSinceNanos = now;
        return follower;
      }
      if (task == null && followers.isEmpty()) {
        thread = null;
        return null;
      }
      wakeNanos = followers.nextNanos(task == null ? now + IDLE_NANOS : task.dueNanos);
      TimeUnit.NANOSECONDS.timedWait(this, wakeNanos - now);
    }
    return null;
  }

  private void provideStandIn() {
    if (standIn == null && followers.answering(lookedAt) > 1) {
      Thread next = threads.surviving(this::standIn);
      try {
        next.start();
        standIn = next;
      } catch (OutOfMemoryError e) {
        // No thread can be created now; the next look tries again.
        return;
      }
    }
  }

  private void standIn() throws InterruptedException {
    String hanging = awaitLookThatHangs();
    if (hanging != null) {
      messages.say(
          String.format(
              "looking at %s has taken more than %d s; it is looked at again once that has ended",
              hanging, TimeUnit.NANOSECONDS.toSeconds(patienceNanos)));
    }
    work();
  }

  /**
   * Takes over from the thread of a hanging look and returns the name of its follower; null once no
   * stand-in is needed.
   */
  private synchronized @Nullable String awaitLookThatHangs() throws InterruptedException {
    while (standIn == Thread.currentThread()) {
      Follower looking = lookedAt;
      long left =
          looking == null ? patienceNanos : lookingSinceNanos + patienceNanos - System.nanoTime();
      if (followers.answering(looking) < 2) {
        standIn = null;
      } else if (looking != null && left <= 0) {
        standIn = null;
        thread = Thread.currentThread();
        lookedAt = null;
        return looking.name();
      } else {
        TimeUnit.NANOSECONDS.timedWait(this, left);
      }
    }
    return null;
  }

  /** Notes that a look has ended. */
  synchronized void looked(Follower follower) {
    follower.end(System.nanoTime());
    if (lookedAt == follower) {
      lookedAt = null;
    } else {
      notifyAll();
    }
  }

  synchronized void unfollow(Follower follower) {
    followers.remove(follower);
    if (lookedAt == follower && thread != Thread.currentThread()) {
      leaveToItsLook();
    }
    notifyAll();
  }

  /** A task or a look: what the thread runs before it waits again. */
  abstract static class Step {
    abstract void run();
  }

  /** Code to be run once. */
  public final class Task extends Step implements Comparable<Task> {
    private final Runnable code;
    private final long dueNanos;
    private final long number;

    private Task(Runnable code, long dueNanos, long number) {
      this.code = code;
      this.dueNanos = dueNanos;
      this.number = number;
    }

    @Override
    void run() {
      boolean isToBeDoneAgain = false;
      try {
        code.run();
      } catch (OutOfMemoryError e) {
        isToBeDoneAgain = true;
        throw e;
      } finally {
        if (!isToBeDoneAgain) {
          synchronized (Agenda.this) {
            current = null;
          }
        }
      }
    }

    /** Cancels it if it has not begun, and drops its code. */
    public void cancel() {
      synchronized (Agenda.this) {
        tasks.remove(this);
      }
    }

    /** Orders by time, tasks of the same time as they were added. */
    @Override
    public int compareTo(Task other) {
      int order = Long.signum(dueNanos - other.dueNanos);
      return order == 0 ? Long.compare(number, other.number) : order;
    }
  }
}
