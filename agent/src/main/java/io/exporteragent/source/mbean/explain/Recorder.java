package io.exporteragent.source.mbean.explain;

import io.exporteragent.source.mbean.engine.BeanPolicy;
import io.exporteragent.source.mbean.engine.Beans;
import io.exporteragent.source.mbean.engine.Decision;
import io.exporteragent.source.mbean.engine.Leaf;
import java.util.Collection;
import java.util.Set;
import javax.management.ObjectName;
import org.jspecify.annotations.Nullable;

/**
 * Hears what the policies of one kind decide while the engine reads. For one thread at a time.
 *
 * @param <B> the policies of its beans
 */
interface Recorder<B extends BeanPolicy> {

  /** Hears which beans are read, before the first is. */
  void selected(Beans beans, Collection<ObjectName> names);

  /** Returns the policy of a bean; null if nothing becomes of it. */
  @Nullable B policy(ObjectName bean);

  /** Hears that an attribute is not to be read. */
  void unread(ObjectName bean, B policy, String attribute);

  /** Hears what becomes of a value. */
  void decided(ObjectName bean, B policy, Leaf leaf, Object value, Decision decision);

  /** Hears of a value of which nothing can become. */
  void unusable(ObjectName bean, B policy, Leaf leaf, Object value);

  /**
   * Hears that a bean has been read.
   *
   * @param missing attributes that were to be read and gave no value
   */
  void read(ObjectName bean, B policy, Set<String> missing, boolean hasValues);
}
