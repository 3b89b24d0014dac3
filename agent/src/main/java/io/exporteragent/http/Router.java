package io.exporteragent.http;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Finds out what a request asks for: filters first, then the page with exactly its path. */
final class Router {
  private final HostFilter hosts;
  private final Map<String, Page> pages;

  Router(HostFilter hosts, Map<String, Page> pages) {
    this.hosts = hosts;
    this.pages = pages;
  }

  /**
   * What is to be done for the request.
   *
   * @throws BadRequest if it makes no sense
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
