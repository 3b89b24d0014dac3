package io.exporteragent.benchmarks.program;

import javax.management.MBeanAttributeInfo;

/**
 * An attribute of a {@link ReadOnlyBean}.
 *
 * @param name of the attribute
 * @param type as the bean declares it, which need not be so
 * @param description as the bean gives it
 * @param reading its values
 */
record BeanAttribute(String name, String type, String description, Reading reading) {

  /** The values of an attribute, one after the other. */
  interface Reading {

    /**
     * Returns a value.
     *
     * @param seed of the bean
     * @param reads how often the bean has been read
     */
    Object at(int seed, int reads);
  }

  /** A whole number that grows. */
  static BeanAttribute count(String name, String type) {
    return of(name, type, (seed, reads) -> 1_000L * seed + 17L * reads);
  }

  /** A number with as many digits as a rate or a mean usually has. */
  static BeanAttribute rate(String name, String type) {
    return of(name, type, (seed, reads) -> (seed % 997 + reads) / 7.0);
  }

  /** A value that stays. */
  static BeanAttribute constant(String name, String type, Object value) {
    return of(name, type, (seed, reads) -> value);
  }

  private static BeanAttribute of(String name, String type, Reading reading) {
    return new BeanAttribute(name, type, "The " + name + " of it.", reading);
  }

  /** What the bean says of it. */
  MBeanAttributeInfo info() {
    return new MBeanAttributeInfo(name, type, description, true, false, false);
  }
}
