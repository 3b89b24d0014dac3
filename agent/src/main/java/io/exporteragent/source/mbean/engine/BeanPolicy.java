package io.exporteragent.source.mbean.engine;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Decides what becomes of the values of one MBean. For one thread at a time. */
public interface BeanPolicy extends Describer {

  /**
   * Returns whether an attribute of this name may be read. Called for every readable attribute of
   * the MBeanInfo, and again when that has changed.
   */
  boolean reads(String attribute);

  /**
   * Returns whether the bean may have other attributes than the last time it was read; otherwise it
   * is not asked for its MBeanInfo.
   */
  default boolean mayHaveOtherAttributes() {
    return true;
  }

  /** Is told that the bean, which was found, has gone. */
  default void gone() {}

  /** Returns whether text can become a sample; otherwise attributes that are text are not read. */
  boolean usesText();

  /**
   * Returns whether attributes need not be read once it is known that nothing becomes of them, and
   * which are of no use need not be read again.
   */
  default boolean mayLeaveUnread() {
    return true;
  }

  /**
   * Returns whether an attribute is not read any more once a value of a class was found that can
   * never become a sample, in it or in a member that has its name.
   */
  default boolean learnsExclusions() {
    return true;
  }

  /** Returns the attributes whose text becomes a label of every sample of the bean. */
  default List<String> labelAttributes() {
    return Collections.emptyList();
  }

  /** Returns values that come before those of the bean as if they were attributes. */
  default Map<Leaf, Object> extraValues() {
    return Collections.emptyMap();
  }

  /**
   * Hears of a value of which nothing can become, since it is an array or of a class that is
   * neither a number nor text.
   */
  default void cannotUse(Leaf leaf, Object value) {}

  /**
   * Decides what becomes of a value.
   *
   * @param leaf where the value was found
   * @param value a number, a Boolean or text
   * @param labels of {@link #labelAttributes}, as name, value, name, value; names as in the bean
   * @param earlier what was decided of this leaf before, null the first time
   */
  Decision decide(Leaf leaf, Object value, String[] labels, @Nullable Decision earlier);
}
