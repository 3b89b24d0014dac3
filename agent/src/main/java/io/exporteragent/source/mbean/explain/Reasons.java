package io.exporteragent.source.mbean.explain;

/** Why there is no sample where no rule was asked. */
final class Reasons {
  /** Of an attribute without a value. */
  static final String NO_VALUE = "it is null or empty, or cannot be read";

  /** Of an attribute of a bean none of whose attributes has a value. */
  static final String NO_VALUES = "the MBean gives no value, or does not answer";

  private Reasons() {}

  /** Says that no value of this class can become a sample. */
  static String ofClass(Object value) {
    Class<?> type = value.getClass();
    return String.format(
        "neither a number nor text: %s", type.isArray() ? "an array" : type.getName());
  }
}
