package io.exporteragent.source.mbean.engine;

import java.util.Collections;
import java.util.HashSet;
import java.util.Set;
import javax.management.InstanceNotFoundException;
import javax.management.JMException;
import javax.management.MBeanServer;
import javax.management.ObjectInstance;
import javax.management.ObjectName;
import org.jspecify.annotations.Nullable;

/**
 * Finds the beans of an MBean server. The JDK's own server is asked for names, which touches no
 * bean. Others are asked for instances: some of them answer with beans that they do not name, as
 * WildFly and GlassFish do.
 */
public final class Beans {
  private static final String JDK_SERVER = "com.sun.jmx.mbeanserver.JmxMBeanServer";

  private final MBeanServer server;
  private final boolean isOfJdk;

  /** Looks for beans in a server. */
  public Beans(MBeanServer server) {
    this.server = server;
    this.isOfJdk = server.getClass().getName().equals(JDK_SERVER);
  }

  /** Returns the names of the beans that match a pattern, all if it is null. */
  public Set<ObjectName> matching(@Nullable ObjectName pattern) {
    if (isOfJdk) {
      return server.queryNames(pattern, null);
    }
    Set<ObjectInstance> instances = server.queryMBeans(pattern, null);
    if (instances.isEmpty()) {
      return Collections.emptySet();
    }
    Set<ObjectName> names = new HashSet<>(2 * instances.size());
    for (ObjectInstance instance : instances) {
      names.add(instance.getObjectName());
    }
    return names;
  }

  /** Returns whether the server is the JDK's own. */
  public boolean areOfJdk() {
    return isOfJdk;
  }

  /** Returns whether there is a bean of that name, without looking at any other. */
  public boolean has(ObjectName name) {
    return server.isRegistered(name);
  }

  /**
   * Returns the value of an attribute, null if there is no bean of that name.
   *
   * @throws IllegalStateException if the bean does not tell it
   */
  public @Nullable Object value(ObjectName name, String attribute) {
    try {
      return server.getAttribute(name, attribute);
    } catch (InstanceNotFoundException e) {
      return null;
    } catch (JMException e) {
      throw new IllegalStateException(
          String.format("attribute %s of %s cannot be read: %s", attribute, name, e), e);
    }
  }

  /**
   * Returns how many beans the JDK's own server has, which it knows; 0 for another server, which
   * may have to count them.
   */
  public int count() {
    return isOfJdk ? server.getMBeanCount() : 0;
  }

  /** Returns the domains that have beans. */
  public String[] domains() {
    return server.getDomains();
  }
}
