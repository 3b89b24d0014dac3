package io.exporteragent.source.probe;

/** A body that was fetched, and what its server says it is. */
final class Page {
  private final byte[] body;
  private final String contentType;

  Page(byte[] body, String contentType) {
    this.body = body;
    this.contentType = contentType;
  }

  byte[] body() {
    return body;
  }

  /** For messages: kind and length. */
  String describe() {
    String type = contentType.isEmpty() ? "no Content-Type" : contentType;
    return type.replaceAll("[^ -~]+", " ")
        + ", "
        + body.length
        + (body.length == 1 ? " byte" : " bytes");
  }
}
