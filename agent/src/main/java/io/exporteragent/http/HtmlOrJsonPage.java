package io.exporteragent.http;

import com.sun.net.httpserver.HttpExchange;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A page for people, and for programs that ask for JSON. */
final class HtmlOrJsonPage implements Page {
  private final Supplier<String> html;
  private final Supplier<String> json;

  HtmlOrJsonPage(Supplier<String> html, Supplier<String> json) {
    this.html = html;
    this.json = json;
  }

  @Override
  public Answer answer(HttpExchange exchange) {
    Answer answer =
        wantsJson(exchange.getRequestHeaders().get("Accept"))
            ? Answer.text(200, "application/json; charset=utf-8", json.get())
            : Answer.text(200, "text/html; charset=utf-8", html.get());
    return answer.header("Vary", "Accept");
  }

  /** Only who names JSON gets it: browsers ask for anything, and so does curl. */
  private static boolean wantsJson(@Nullable List<String> accept) {
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
