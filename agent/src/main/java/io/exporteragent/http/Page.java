package io.exporteragent.http;

import org.jspecify.annotations.Nullable;

/** A page: answers the requests for one path. */
interface Page {

  /**
   * Interprets a GET or HEAD request, which have the same answer. Runs on the server's thread, so
   * it must not block.
   *
   * @throws BadRequest if the page cannot answer the request
   */
  Task task(Request request) throws BadRequest;

  /** The making of one answer. */
  abstract class Task {
    private final String size;
    private final @Nullable String content;

    /**
     * @param size is equal for tasks whose answers have about the same size
     * @param content is equal for tasks that have the same answer when run at the same moment; null
     *     if the answer must not be shared
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
     * Makes the answer on a thread that may block until the deadline of the exchange.
     *
     * @throws Exception on failure; the client gets a 500 without details
     */
    abstract Answer make(Exchange exchange) throws Exception;

    /** Returns the answer if it takes neither time nor memory to make, else null. */
    @Nullable Answer ready() {
      return null;
    }
  }

  /** A task whose answer exists already. */
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
