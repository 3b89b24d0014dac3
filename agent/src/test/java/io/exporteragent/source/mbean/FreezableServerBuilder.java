package io.exporteragent.source.mbean;

import java.lang.management.ManagementFactory;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import javax.management.Attribute;
import javax.management.AttributeList;
import javax.management.MBeanInfo;
import javax.management.MBeanServer;
import javax.management.MBeanServerBuilder;
import javax.management.MBeanServerDelegate;
import javax.management.ObjectInstance;
import javax.management.ObjectName;

/**
 * Makes an MBean server that can be frozen: what is asked of a bean then is asked once, and
 * answered the same to all who ask until it is thawed. For the property {@code
 * javax.management.builder.initial}.
 */
public final class FreezableServerBuilder extends MBeanServerBuilder {
  @Override
  public MBeanServer newMBeanServer(
      String defaultDomain, MBeanServer outer, MBeanServerDelegate delegate) {
    MBeanServer server = super.newMBeanServer(defaultDomain, outer, delegate);
    return (MBeanServer)
        Proxy.newProxyInstance(
            getClass().getClassLoader(), new Class<?>[] {MBeanServer.class}, new Handler(server));
  }

  /** Freezes the platform MBean server for a while. */
  static Frozen freeze() {
    Handler handler =
        (Handler) Proxy.getInvocationHandler(ManagementFactory.getPlatformMBeanServer());
    handler.frozen = new HashMap<>();
    return () -> handler.frozen = null;
  }

  /** A time in which all answers are the same. */
  interface Frozen {
    void thaw();
  }

  /** What is remembered of a bean. */
  private static final class Memory {
    private MBeanInfo info;
    private final Map<String, List<Attribute>> attributes = new HashMap<>();
  }

  private static final class Handler implements InvocationHandler {
    private final MBeanServer server;
    private volatile Map<ObjectName, Memory> frozen;
    private Set<ObjectInstance> instances = new HashSet<>();

    private Handler(MBeanServer server) {
      this.server = server;
    }

    @Override
    public Object invoke(Object proxy, Method method, Object[] arguments) throws Throwable {
      if (frozen != null) {
        synchronized (this) {
          return switch (method.getName()) {
            case "queryMBeans" -> beans((ObjectName) arguments[0]);
            case "queryNames" -> names((ObjectName) arguments[0]);
            case "getMBeanInfo" -> info((ObjectName) arguments[0]);
            case "getAttributes" -> attributes((ObjectName) arguments[0], (String[]) arguments[1]);
            default -> asked(method, arguments);
          };
        }
      }
      return asked(method, arguments);
    }

    private Object asked(Method method, Object[] arguments) throws Throwable {
      try {
        return method.invoke(server, arguments);
      } catch (InvocationTargetException e) {
        throw e.getCause();
      }
    }

    private Memory of(ObjectName bean) {
      return frozen.computeIfAbsent(bean, name -> new Memory());
    }

    private Set<ObjectInstance> beans(ObjectName pattern) {
      if (frozen.isEmpty()) {
        instances = server.queryMBeans(null, null);
        instances.forEach(instance -> of(instance.getObjectName()));
      }
      Set<ObjectInstance> matching = new HashSet<>(instances);
      matching.removeIf(each -> pattern != null && !pattern.apply(each.getObjectName()));
      return matching;
    }

    private Set<ObjectName> names(ObjectName pattern) {
      Set<ObjectName> names = new HashSet<>();
      beans(pattern).forEach(instance -> names.add(instance.getObjectName()));
      return names;
    }

    private MBeanInfo info(ObjectName bean) throws Exception {
      Memory memory = of(bean);
      if (memory.info == null) {
        memory.info = server.getMBeanInfo(bean);
      }
      return memory.info;
    }

    private AttributeList attributes(ObjectName bean, String[] names) throws Exception {
      Memory memory = of(bean);
      Set<String> unknown = new LinkedHashSet<>(Arrays.asList(names));
      unknown.removeAll(memory.attributes.keySet());
      if (!unknown.isEmpty()) {
        Map<String, List<Attribute>> answers = new LinkedHashMap<>();
        unknown.forEach(name -> answers.put(name, new ArrayList<>()));
        for (Attribute answer :
            server.getAttributes(bean, unknown.toArray(new String[0])).asList()) {
          answers.get(answer.getName()).add(answer);
        }
        memory.attributes.putAll(answers);
      }
      AttributeList list = new AttributeList();
      for (String name : names) {
        list.addAll(memory.attributes.get(name));
      }
      return list;
    }
  }
}
