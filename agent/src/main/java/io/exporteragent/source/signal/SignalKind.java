package io.exporteragent.source.signal;

/** What is made of what a preset weaves. */
enum SignalKind {
  /** Requests that a server has finished. */
  HTTP_SERVER(SignalGroup.HTTP),

  /** A request begins, if it has not yet, and this thread handles it meanwhile. */
  HTTP_BEGIN(SignalGroup.HTTP),

  /** This thread handles a request meanwhile. */
  HTTP_HANDLE(SignalGroup.HTTP),

  /** Tells the mapping of the servlet to which a request goes. */
  HTTP_MAPPING(SignalGroup.HTTP),

  /** Tells the route of a request, before an error page hides it. */
  HTTP_ROUTE(SignalGroup.HTTP),

  /** Calls of an HTTP client. */
  HTTP_CLIENT(SignalGroup.HTTP),

  /** Events that a logger passes on. */
  LOG_EVENTS(SignalGroup.LOGGING);

  private final SignalGroup group;

  SignalKind(SignalGroup group) {
    this.group = group;
  }

  SignalGroup group() {
    return group;
  }
}
