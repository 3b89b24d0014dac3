package io.exporteragent.http;

import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A request and the making of its answer. For the server's thread, except {@link #run}, which makes
 * the answer on another thread and hands it back.
 */
final class Exchange implements Runnable {
  // Made ahead: when they are needed there may be no memory left.
  private static final Answer FAILED = Answer.line(500, "Internal error.");
  private static final Answer TOO_LATE =
      Answer.unavailable("Busy with other requests until the deadline of this one.");

  private final Connection connection;
  private final Request request;
  private final Page.Task task;
  private final PageBuffer.Pieces pieces;
  private final AnswerMemory.Claim claim;
  private final Troubles troubles;
  private final Consumer<Exchange> onMade;
  private final long deadlineNanos;
  private long expectedBytes;
  private volatile boolean isGivenUp;
  private boolean hasNoRoom;
  private volatile boolean isEncoding;
  private @Nullable PageBuffer body;
  private @Nullable Answer answer;

  /**
   * @param onMade receives this exchange on the thread that ran it
   */
  Exchange(
      Connection connection,
      Request request,
      Page.Task task,
      PageBuffer.Pieces pieces,
      AnswerMemory.Claim claim,
      Troubles troubles,
      Consumer<Exchange> onMade) {
    this.connection = connection;
    this.request = request;
    this.task = task;
    this.pieces = pieces;
    this.claim = claim;
    this.troubles = troubles;
    this.onMade = onMade;
    this.deadlineNanos =
        System.nanoTime()
            + ScrapeRequest.timeoutNanos(request.header(ScrapeRequest.TIMEOUT_HEADER));
  }

  Connection connection() {
    return connection;
  }

  Request request() {
    return request;
  }

  Page.Task task() {
    return task;
  }

  AnswerMemory.Claim claim() {
    return claim;
  }

  /** Returns the {@link System#nanoTime} after which an answer is of no use. */
  long deadlineNanos() {
    return deadlineNanos;
  }

  /** Returns the expected size of the answer. */
  long expectedBytes() {
    return expectedBytes;
  }

  void expect(long bytes) {
    expectedBytes = bytes;
  }

  /** Notes that the client has gone. */
  void giveUp() {
    isGivenUp = true;
  }

  boolean isGivenUp() {
    return isGivenUp;
  }

  /** Notes that everything is gathered: from now on other requests may share the answer. */
  void encoding() {
    isEncoding = true;
  }

  /** Returns whether a request that arrives now may share the answer. */
  boolean isEncoding() {
    return isEncoding;
  }

  /** Creates the buffer that the page is written to. */
  PageBuffer body() {
    PageBuffer empty = new PageBuffer(pieces, claim);
    body = empty;
    return empty;
  }

  /** Returns the answer; null if there was no memory for it, see {@link #expectedBytes}. */
  @Nullable Answer answer() {
    return hasNoRoom ? null : answer == null ? FAILED : answer;
  }

  @Override
  public void run() {
    hasNoRoom = false;
    try {
      answer = make();
    } finally {
      try {
        if (answer == null || !answer.isPage()) {
          discardBody();
        }
      } finally {
        onMade.accept(this);
      }
    }
  }

  private @Nullable Answer make() {
    if (isGivenUp || System.nanoTime() - deadlineNanos >= 0) {
      return TOO_LATE;
    }
    String path = request.path();
    try {
      Answer page = task.make(this);
      troubles.over(path);
      return page;
    } catch (NoRoomException e) {
      // Doubled, so that a growing page is not restarted many times.
      expectedBytes = Math.max(expectedBytes, 2 * e.neededBytes());
      hasNoRoom = true;
      return null;
    } catch (Throwable e) {
      troubles.tell(path, "cannot serve " + path + ", clients get status 500: " + e, e);
      return FAILED;
    }
  }

  private void discardBody() {
    isEncoding = false;
    if (body != null) {
      body.release();
      body = null;
    }
    claim.release();
  }

  /** Returns how long after its deadline an exchange is considered lost. */
  static long lostAfterNanos() {
    return TimeUnit.SECONDS.toNanos(10);
  }
}
