package io.exporteragent.httpclient;

/** A response with its whole body. */
public final class HttpResponse {
  private final int status;
  private final String contentType;
  private final byte[] body;

  /**
   * Creates a response.
   *
   * @param contentType empty if unknown
   * @param body kept, not copied
   */
  public HttpResponse(int status, String contentType, byte[] body) {
    this.status = status;
    this.contentType = contentType;
    this.body = body;
  }

  /** Returns the status, for instance 200. */
  public int status() {
    return status;
  }

  /** Returns whether the status is one of those that point to another URL. */
  public boolean isRedirect() {
    return isRedirect(status);
  }

  static boolean isRedirect(int status) {
    return status == 301 || status == 302 || status == 303 || status == 307 || status == 308;
  }

  /** Returns the body, decompressed; empty for a status whose body was not wanted. */
  public byte[] body() {
    return body;
  }

  /** Describes the body for messages: {@code application/json, 39 bytes}. */
  public String describe() {
    String type = contentType.isEmpty() ? "no Content-Type" : contentType;
    return type.replaceAll("[^ -~]+", " ")
        + ", "
        + body.length
        + (body.length == 1 ? " byte" : " bytes");
  }
}
