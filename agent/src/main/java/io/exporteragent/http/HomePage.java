package io.exporteragent.http;

import io.exporteragent.gather.Html;
import java.util.Set;

/** The start page: the version, and links to all pages. */
final class HomePage {
  private HomePage() {}

  /**
   * @param paths are written as they are, so they must be free of HTML's special characters
   */
  static Page of(String version, Set<String> paths) {
    StringBuilder body = new StringBuilder("<p>Version " + Html.escaped(version) + "</p>\n<ul>\n");
    for (String path : paths) {
      body.append("<li><a href=\"").append(path).append("\">").append(path).append("</a></li>\n");
    }
    String html = Html.page("exporter-agent", body.append("</ul>\n").toString());
    return new TextualPage("text/html; charset=utf-8", () -> html);
  }
}
