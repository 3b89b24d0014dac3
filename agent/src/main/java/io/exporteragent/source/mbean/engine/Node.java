package io.exporteragent.source.mbean.engine;

/** What is known of the values at one place in a bean. For one thread at a time. */
abstract class Node {

  /**
   * Makes of a value what becomes of it.
   *
   * @return the node for the next value at this place, this one or a better one
   */
  abstract Node accept(Object value, BeanValues values, Reading reading);
}
