package io.exporteragent.source.mbean.engine;

import java.util.Collection;
import javax.management.ObjectName;
import org.jspecify.annotations.Nullable;

/** Decides which MBeans are read, and what becomes of them. For one thread at a time. */
public interface Policy {

  /**
   * Returns the names of the beans to read, in the order in which they are read.
   *
   * @throws RuntimeException whatever the application's MBean server throws
   */
  Collection<ObjectName> select(Beans beans);

  /**
   * Returns what becomes of a bean, null if nothing does. Called when the bean is first seen; what
   * is returned must not keep anything of the bean.
   */
  @Nullable BeanPolicy of(ObjectName bean);

  /** Returns the unit of a family, with which its name ends; empty when none. */
  default String unit(String family) {
    return "";
  }
}
