package io.exporteragent.http;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * Decides when an answer is made: at once if there is memory for it, else as soon as there is,
 * first come, first served. A waiting request takes no thread. A request that arrives while the
 * same answer is being encoded, or that waits meanwhile, shares it.
 *
 * <p>All methods but {@link #made} are called by the server's thread only.
 */
final class Admission {
  /** The size of one piece of a {@link PageBuffer}. */
  private static final long SMALL_BYTES = 16 * 1024;

  private final AnswerMemory memory;
  private final Executor threads;
  private final Troubles troubles;
  private final Runnable wakeUp;
  private final PageBuffer.Pieces pieces = new PageBuffer.Pieces();
  private final Queue<Exchange> waiting = new ArrayDeque<>();
  // Never grows: adding an answer must not fail when the heap is full.
  private final Queue<Exchange> made = new ArrayDeque<>(2 * Connections.MOST);
  private final Map<String, Exchange> encoding = new HashMap<>();
  private final Map<Exchange, List<Exchange>> followers = new HashMap<>();
  private final Map<String, Long> sizes = new HashMap<>();

  /**
   * @param wakeUp makes the server's thread call {@link #proceed}
   */
  Admission(AnswerMemory memory, Executor threads, Troubles troubles, Runnable wakeUp) {
    this.memory = memory;
    this.threads = threads;
    this.troubles = troubles;
    this.wakeUp = wakeUp;
  }

  /** Takes a request whose answer goes to the connection, now or later. */
  void arrived(Connection connection, Request request, Page.Task task) {
    Exchange exchange =
        new Exchange(connection, request, task, pieces, memory.new Claim(), troubles, this::made);
    connection.begin(exchange);
    Answer ready = task.ready();
    if (ready != null) {
      connection.answer(ready);
      return;
    }
    Exchange leader = encoding.get(task.content());
    if (leader != null && leader.isEncoding()) {
      followers.computeIfAbsent(leader, key -> new ArrayList<>()).add(exchange);
      return;
    }
    exchange.expect(sizes.getOrDefault(task.size(), 0L));
    if (exchange.expectedBytes() <= SMALL_BYTES && memory.admit(exchange.claim(), SMALL_BYTES)) {
      // A small answer does not wait behind large ones.
      start(exchange);
      return;
    }
    waiting.add(exchange);
    admit();
  }

  /** Takes back an exchange from the thread that made, or could not make, its answer. */
  void made(Exchange exchange) {
    synchronized (made) {
      made.add(exchange);
    }
    wakeUp.run();
  }

  /** Sends the answers made and admits the requests for which there is memory now. */
  void proceed() {
    for (Exchange next = nextMade(); next != null; next = nextMade()) {
      try {
        finish(next);
      } catch (RuntimeException | Error e) {
        // No other object refers to it or would release its memory.
        next.claim().release();
        throw e;
      }
    }
    refuseLate();
    admit();
  }

  /** Returns whether a request waits for room in memory. */
  boolean isAnyWaiting() {
    return !waiting.isEmpty();
  }

  private @Nullable Exchange nextMade() {
    synchronized (made) {
      return made.poll();
    }
  }

  private void finish(Exchange exchange) {
    String content = exchange.task().content();
    if (content != null) {
      encoding.remove(content, exchange);
    }
    List<Exchange> same = followers.remove(exchange);
    Answer answer = exchange.answer();
    if (answer == null) {
      waiting.add(exchange);
      if (same != null) {
        same.forEach(follower -> follower.expect(exchange.expectedBytes()));
        waiting.addAll(same);
      }
      return;
    }
    if (same != null) {
      same.forEach(follower -> give(follower, answer.shared()));
    }
    if (answer.isPage()) {
      sizes.put(exchange.task().size(), answer.bodySize());
      if (content != null) {
        shareWithWaiting(content, answer);
      }
    }
    give(exchange, answer);
  }

  private void shareWithWaiting(String content, Answer answer) {
    for (Iterator<Exchange> others = waiting.iterator(); others.hasNext(); ) {
      Exchange other = others.next();
      if (content.equals(other.task().content())) {
        others.remove();
        give(other, answer.shared());
      }
    }
  }

  private static void give(Exchange exchange, Answer answer) {
    if (exchange.isGivenUp()) {
      answer.release();
    } else {
      exchange.connection().answer(answer);
    }
  }

  private void refuseLate() {
    long now = System.nanoTime();
    for (Iterator<Exchange> all = waiting.iterator(); all.hasNext(); ) {
      Exchange exchange = all.next();
      if (exchange.isGivenUp()) {
        all.remove();
      } else if (now - exchange.deadlineNanos() >= 0) {
        all.remove();
        exchange
            .connection()
            .answer(Answer.unavailable("Other answers took all memory until the deadline."));
      }
    }
  }

  private void admit() {
    for (Exchange next = waiting.peek(); next != null; next = waiting.peek()) {
      if (next.isGivenUp()) {
        waiting.remove();
        continue;
      }
      if (!memory.admit(next.claim(), Math.max(SMALL_BYTES, next.expectedBytes()))) {
        return;
      }
      waiting.remove();
      start(next);
    }
  }

  private void start(Exchange exchange) {
    try {
      if (exchange.task().content() != null) {
        encoding.put(exchange.task().content(), exchange);
      }
      threads.execute(exchange);
    } catch (RuntimeException | Error e) {
      // Most likely the JVM cannot create another thread.
      exchange.claim().release();
      encoding.values().remove(exchange);
      exchange.connection().answer(Answer.unavailable("No thread is to be had for an answer."));
    }
  }
}
