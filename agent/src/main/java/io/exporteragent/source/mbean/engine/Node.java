package io.exporteragent.source.mbean.engine;

/** What is known of the values at one place in a bean. For one thread at a time. */
abstract class Node {

  /**
   * Makes of a value what becomes of it.
   *
   * @return the node for the next value at this place, this one or a better one
   */
  abstract Node accept(Object value, BeanValues values, Reading reading);

  /** Returns the place. */
  abstract Leaf leaf();

  /**
   * Takes over from the node that was at this place what is remembered for good.
   *
   * @return the node that knows it, this one or another
   */
  abstract Node inherit(Node before);

  /**
   * Forgets what was decided, since the labels of the bean have changed.
   *
   * @return the node for the next value at this place, this one or another
   */
  abstract Node withoutLabels();

  /** Returns whether nothing ever becomes of the numbers at this place, the only values so far. */
  boolean isUseless() {
    return false;
  }
}
