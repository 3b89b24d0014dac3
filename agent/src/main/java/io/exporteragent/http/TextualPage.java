package io.exporteragent.http;

import io.exporteragent.gather.NoPage;
import java.nio.charset.StandardCharsets;
import java.util.function.Supplier;

/** A page of supplied text. */
final class TextualPage implements Page {
  private final String contentType;
  private final Supplier<String> text;

  TextualPage(String contentType, Supplier<String> text) {
    this.contentType = contentType;
    this.text = text;
  }

  @Override
  public Task task(Request request) {
    return task(request, contentType, text, "");
  }

  /**
   * @param vary the request headers on which the form of the page depends; empty for none
   */
  static Task task(Request request, String contentType, Supplier<String> text, String vary) {
    return new Task(request.path() + " " + contentType, null) {
      @Override
      Answer make(Exchange exchange) throws NoRoomException {
        byte[] bytes;
        try {
          bytes = text.get().getBytes(StandardCharsets.UTF_8);
        } catch (NoPage reason) {
          return reason.isForNow()
              ? Answer.unavailable(reason.line())
              : Answer.line(404, reason.line());
        }
        PageBuffer body = exchange.body();
        body.write(bytes, 0, bytes.length);
        body.close();
        Answer answer = Answer.page(contentType, body);
        return vary.isEmpty() ? answer : answer.header("Vary", vary);
      }
    };
  }
}
