package io.exporteragent.source.signal;

/** What is made of what a preset weaves. */
enum SignalKind {
  /** Requests that a server has finished. */
  HTTP_SERVER(SignalGroup.HTTP, SignalAdvice.Request.class),

  /** A request begins, if it has not yet, and this thread handles it meanwhile. */
  HTTP_BEGIN(SignalGroup.HTTP, SignalAdvice.Begin.class),

  /** This thread handles a request meanwhile. */
  HTTP_HANDLE(SignalGroup.HTTP, SignalAdvice.Handle.class),

  /** Tells the mapping of the servlet to which a request goes. */
  HTTP_MAPPING(SignalGroup.HTTP, SignalAdvice.Mapping.class),

  /** Tells the route of a request, before an error page hides it. */
  HTTP_ROUTE(SignalGroup.HTTP, SignalAdvice.Route.class),

  /** Calls of an HTTP client. */
  HTTP_CLIENT(SignalGroup.HTTP, SignalAdvice.Call.class),

  /** Events that a logger passes on. */
  LOG_EVENTS(SignalGroup.LOGGING, SignalAdvice.Event.class);

  private final SignalGroup group;
  private final Class<?> advice;

  SignalKind(SignalGroup group, Class<?> advice) {
    this.group = group;
    this.advice = advice;
  }

  /** Returns the class of {@link SignalAdvice} that is woven for it. */
  Class<?> advice() {
    return advice;
  }

  SignalGroup group() {
    return group;
  }
}
