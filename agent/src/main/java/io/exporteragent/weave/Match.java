package io.exporteragent.weave;

/**
 * A place in a class that a {@link Rule} has found, such as a method. Any thread may call it, since
 * a class may be woven by the thread of the application that loads it.
 */
public interface Match {
  /** Is told that the code woven for it is in effect. */
  void woven();
}
