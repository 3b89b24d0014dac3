package io.exporteragent.http;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Finds the page for a request: filters first, then matches the exact path. */
final class Router {
  private final HostFilter hosts;
  private final Map<String, Page> pages;

  Router(HostFilter hosts, Map<String, Page> pages) {
    this.hosts = hosts;
    this.pages = pages;
  }

  /**
   * Returns the task that answers the request.
   *
   * @throws BadRequest if the page cannot answer it
   */
  Page.Task task(Request request) throws BadRequest {
    Answer refusal = hosts.refusal(request);
    if (refusal != null) {
      return new Page.Ready(refusal);
    }
    if (!request.method().equals("GET") && !request.isHead()) {
      return new Page.Ready(Answer.line(405, "Method not allowed.").header("Allow", "GET, HEAD"));
    }
    @Nullable Page page = pages.get(request.path());
    return page == null ? new Page.Ready(Answer.line(404, "Not found.")) : page.task(request);
  }
}
