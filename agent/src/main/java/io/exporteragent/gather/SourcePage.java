package io.exporteragent.gather;

import java.util.function.Supplier;

/** A page of a source besides its metrics, in HTML and in JSON. */
public final class SourcePage {
  private final String path;
  private final Supplier<String> html;
  private final Supplier<String> json;

  /**
   * Creates a page.
   *
   * @param path begins with a slash
   * @param html called for each request, by several threads at once; throws {@link NoPage} if there
   *     is nothing to show
   * @param json the same
   */
  public SourcePage(String path, Supplier<String> html, Supplier<String> json) {
    this.path = path;
    this.html = html;
    this.json = json;
  }

  /** Returns the path at which it is served. */
  public String path() {
    return path;
  }

  /** Returns the supplier of the HTML text. */
  public Supplier<String> html() {
    return html;
  }

  /** Returns the supplier of the JSON text. */
  public Supplier<String> json() {
    return json;
  }
}
