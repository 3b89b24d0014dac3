package io.exporteragent.http;

import java.util.Set;

/** The start page: what this is, and links to all that is served. */
final class HomePage {
  private HomePage() {}

  /**
   * @param paths are written as they are, so they must be free of HTML's special characters
   */
  static Page of(String version, Set<String> paths) {
    StringBuilder links = new StringBuilder();
    for (String path : paths) {
      links.append("<li><a href=\"").append(path).append("\">").append(path).append("</a></li>\n");
    }
    String html =
        "<!DOCTYPE html>\n"
            + "<html lang=\"en\">\n"
            + "<head><meta charset=\"utf-8\"><title>exporter-agent</title></head>\n"
            + "<body>\n"
            + "<h1>exporter-agent</h1>\n"
            + ("<p>Version " + escaped(version) + "</p>\n")
            + ("<ul>\n" + links + "</ul>\n")
            + "</body>\n"
            + "</html>\n";
    return new TextualPage("text/html; charset=utf-8", () -> html);
  }

  private static String escaped(String text) {
    return text.replace("&", "&amp;").replace("<", "&lt;");
  }
}
