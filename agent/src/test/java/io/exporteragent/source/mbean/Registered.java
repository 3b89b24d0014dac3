package io.exporteragent.source.mbean;

import java.lang.management.ManagementFactory;
import java.util.Map;
import javax.management.JMException;
import javax.management.MBeanServer;
import javax.management.MalformedObjectNameException;
import javax.management.ObjectName;

/**
 * Beans in the platform MBean server, until it is closed.
 *
 * @param beans by their names
 */
record Registered(Map<ObjectName, Object> beans) implements AutoCloseable {
  static final MBeanServer SERVER = ManagementFactory.getPlatformMBeanServer();

  /** Registers beans. */
  static Registered of(Map<ObjectName, Object> beans) throws JMException {
    Registered registered = new Registered(beans);
    try {
      for (Map.Entry<ObjectName, Object> bean : beans.entrySet()) {
        SERVER.registerMBean(bean.getValue(), bean.getKey());
      }
    } catch (JMException | RuntimeException e) {
      registered.close();
      throw e;
    }
    return registered;
  }

  /** Reads a name. */
  static ObjectName name(String name) {
    try {
      return new ObjectName(name);
    } catch (MalformedObjectNameException e) {
      throw new IllegalArgumentException(name, e);
    }
  }

  @Override
  public void close() throws JMException {
    for (ObjectName name : beans.keySet()) {
      if (SERVER.isRegistered(name)) {
        SERVER.unregisterMBean(name);
      }
    }
  }
}
