package io.exporteragent.http;

import org.jspecify.annotations.Nullable;

/** What is served at one path. */
interface Page {

  /**
   * Understands a GET or HEAD request; the answer to both is the same. Called by the server's
   * thread, so it reads memory only.
   *
   * @throws BadRequest if the request makes no sense to this page
   */
  Task task(Request request) throws BadRequest;

  /** The making of one answer. */
  abstract class Task {
    private final String size;
    private final @Nullable String content;

    /**
     * @param size is the same for tasks whose answers are about equally large
     * @param content is the same for tasks that would give the same answer if they were done at the
     *     same moment; null when it is not to be shared
     */
    Task(String size, @Nullable String content) {
      this.size = size;
      this.content = content;
    }

    String size() {
      return size;
    }

    @Nullable String content() {
      return content;
    }

    /**
     * Makes the answer, on a thread that may wait until the deadline of the exchange.
     *
     * @throws Exception if it cannot; the client is told no more than that
     */
    abstract Answer make(Exchange exchange) throws Exception;

    /** The answer if it takes neither time nor memory, else null. */
    @Nullable Answer ready() {
      return null;
    }
  }

  /** An answer that needs no making. */
  final class Ready extends Task {
    private final Answer answer;

    Ready(Answer answer) {
      super("", null);
      this.answer = answer;
    }

    @Override
    Answer make(Exchange exchange) {
      return answer;
    }

    @Override
    Answer ready() {
      return answer;
    }
  }
}
