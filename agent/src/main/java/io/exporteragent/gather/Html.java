package io.exporteragent.gather;

/**
 * Writes HTML pages.
 *
 * <pre>
 *   Html.page("Metric modules", "&lt;p&gt;" + Html.escaped(problem) + "&lt;/p&gt;\n");
 * </pre>
 */
public final class Html {
  private Html() {}

  /**
   * Returns a complete page, to be sent as UTF-8.
   *
   * @param title text, also shown as the heading
   * @param body HTML
   */
  public static String page(String title, String body) {
    return "<!DOCTYPE html>\n"
        + "<html lang=\"en\">\n"
        + ("<head><meta charset=\"utf-8\"><title>" + escaped(title) + "</title></head>\n")
        + ("<body>\n<h1>" + escaped(title) + "</h1>\n")
        + (body + "</body>\n")
        + "</html>\n";
  }

  /** Returns text as the content of an element; quotes are left as they are. */
  public static String escaped(String text) {
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
  }
}
