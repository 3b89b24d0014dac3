package io.exporteragent.source.mbean.engine;

/** An Error of a class that nobody knows. */
final class Unknown extends Error {
  private static final long serialVersionUID = 1L;

  Unknown(String message) {
    super(message);
  }

  /** Throws whatever it is given, as if that were not checked. */
  @SuppressWarnings({"DoNotCallSuggester", "TypeParameterUnusedInFormals"})
  static <T> T sneak(Throwable failure) {
    throw Unknown.<RuntimeException>sneaky(failure);
  }

  @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"})
  private static <T extends Throwable> T sneaky(Throwable failure) throws T {
    throw (T) failure;
  }
}
