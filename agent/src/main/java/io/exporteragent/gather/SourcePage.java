package io.exporteragent.gather;

import java.util.function.Supplier;

/** A page of a source, beside its metrics: in HTML for people, and in JSON for their programs. */
public final class SourcePage {
  private final String path;
  private final Supplier<String> html;
  private final Supplier<String> json;

  /**
   * Creates a page.
   *
   * @param path begins with a slash
   * @param html is called for each request, by several threads at once
   * @param json the same
   */
  public SourcePage(String path, Supplier<String> html, Supplier<String> json) {
    this.path = path;
    this.html = html;
    this.json = json;
  }

  /** Where it is served. */
  public String path() {
    return path;
  }

  /** The text for whoever does not ask for JSON. */
  public Supplier<String> html() {
    return html;
  }

  /** The text for whoever asks for JSON. */
  public Supplier<String> json() {
    return json;
  }
}
