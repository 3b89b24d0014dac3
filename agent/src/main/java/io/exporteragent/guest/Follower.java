package io.exporteragent.guest;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Something that an {@link Agenda} polls. */
public final class Follower extends Agenda.Step implements AutoCloseable {
  private final Agenda agenda;
  private final String name;
  private final Look look;
  private final long periodNanos;
  private long dueNanos;
  private boolean isLooking;
  private volatile boolean isClosed;

  /** One poll of a follower. */
  public interface Look {
    /**
     * Looks for a change. May block; tasks of the agenda run meanwhile.
     *
     * @return the task of the agenda that handles it; null if there is nothing to do
     * @throws Exception anything; reported once a minute
     */
    @Nullable Runnable look() throws Exception;
  }

  Follower(Agenda agenda, String name, Look look, long periodNanos, long dueNanos) {
    this.agenda = agenda;
    this.name = name;
    this.look = look;
    this.periodNanos = periodNanos;
    this.dueNanos = dueNanos;
  }

  String name() {
    return name;
  }

  @Override
  void run() {
    Runnable found = null;
    try {
      found = look.look();
    } catch (Exception e) {
      throw new IllegalStateException("cannot look at " + name + ": " + e, e);
    } finally {
      agenda.looked(this);
    }
    if (found != null) {
      Runnable reaction = found;
      agenda.execute(
          () -> {
            if (!isClosed) {
              reaction.run();
            }
          });
    }
  }

  /** Notes that a look begins. Guarded by the agenda, as is {@link #end}. */
  void begin() {
    isLooking = true;
  }

  void end(long nowNanos) {
    isLooking = false;
    dueNanos = nowNanos + periodNanos;
  }

  /** Ends following. Does not wait for a look under way and drops its result. Any thread. */
  @Override
  public void close() {
    isClosed = true;
    agenda.unfollow(this);
  }

  /** The followers of an agenda. Guarded by it. */
  static final class Group {
    private final List<Follower> followers = new ArrayList<>();

    boolean isEmpty() {
      return followers.isEmpty();
    }

    void add(Follower follower) {
      followers.add(follower);
    }

    void remove(Follower follower) {
      followers.remove(follower);
    }

    void clear() {
      followers.clear();
    }

    /** Returns one that is due, and makes those due that soon would be: they share the tick. */
    @Nullable Follower due(long nowNanos) {
      long shortest = Long.MAX_VALUE;
      Follower due = null;
      for (Follower each : followers) {
        if (!each.isLooking) {
          shortest = Math.min(shortest, each.periodNanos);
          if (each.dueNanos - nowNanos <= 0) {
            due = each;
          }
        }
      }
      if (due != null) {
        for (Follower each : followers) {
          if (each.dueNanos - nowNanos <= shortest / 2) {
            each.dueNanos = nowNanos;
          }
        }
      }
      return due;
    }

    /** Returns when the next one is due, if that is before the given time. */
    long nextNanos(long otherwise) {
      long next = otherwise;
      for (Follower each : followers) {
        if (!each.isLooking && each.dueNanos - next < 0) {
          next = each.dueNanos;
        }
      }
      return next;
    }

    /** Counts all but those whose looks hang. */
    int answering(@Nullable Follower lookedAt) {
      int answering = 0;
      for (Follower each : followers) {
        if (!each.isLooking || each == lookedAt) {
          answering++;
        }
      }
      return answering;
    }
  }
}
