package io.exporteragent.source.signal;

/** What is made of what a preset weaves. */
enum SignalKind {
  /** Requests that a server has finished. */
  HTTP_SERVER(SignalGroup.HTTP),

  /** Begins with a request, on the thread that goes on to the first route. */
  HTTP_BEGIN(SignalGroup.HTTP),

  /** Remembers the route of a request before an error page hides it. */
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
