package io.exporteragent.http;

import io.exporteragent.exposition.HeaderElement;
import java.util.List;
import java.util.function.Supplier;

/** A page in HTML, and in JSON for programs that ask for it. */
final class HtmlOrJsonPage implements Page {
  private final Supplier<String> html;
  private final Supplier<String> json;

  HtmlOrJsonPage(Supplier<String> html, Supplier<String> json) {
    this.html = html;
    this.json = json;
  }

  @Override
  public Task task(Request request) {
    return wantsJson(request.headers("Accept"))
        ? TextualPage.task(request, "application/json; charset=utf-8", json, "Accept")
        : TextualPage.task(request, "text/html; charset=utf-8", html, "Accept");
  }

  /** Requires that JSON is named: browsers and curl accept anything. */
  private static boolean wantsJson(List<String> accept) {
    double jsonQuality = 0;
    double htmlQuality = 0;
    for (HeaderElement range : HeaderElement.parse(accept)) {
      if (range.name().equals("application/json")) {
        jsonQuality = Math.max(jsonQuality, range.quality());
      } else if (range.name().equals("text/html")) {
        htmlQuality = Math.max(htmlQuality, range.quality());
      }
    }
    return jsonQuality > htmlQuality;
  }
}
