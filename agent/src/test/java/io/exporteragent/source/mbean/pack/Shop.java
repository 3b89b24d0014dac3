package io.exporteragent.source.mbean.pack;

import io.exporteragent.config.ArgumentGrammar;
import io.exporteragent.config.ConfigurationException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import javax.management.Attribute;
import javax.management.AttributeList;
import javax.management.AttributeNotFoundException;
import javax.management.DynamicMBean;
import javax.management.JMException;
import javax.management.MBeanAttributeInfo;
import javax.management.MBeanInfo;
import javax.management.MBeanServer;
import javax.management.MBeanServerFactory;
import javax.management.ObjectName;
import javax.management.openmbean.CompositeDataSupport;
import javax.management.openmbean.CompositeType;
import javax.management.openmbean.OpenType;
import javax.management.openmbean.SimpleType;

/** An MBean server with the beans of {@code shop.yml}. */
final class Shop {
  /** The pack of the file. */
  static final Pack PACK = Pack.ofJar("shop", "shop", "shop.queues");

  final MBeanServer server = MBeanServerFactory.newMBeanServer();

  /** Parses the text of a pack. */
  static PackFile parse(String text) throws ConfigurationException {
    return PackFile.parse(text, "shop.yml", new ArgumentGrammar(List.of()).parse(null, Map.of()));
  }

  /** Registers a bean that can be changed afterwards. */
  Bean add(String name, Map<String, Object> attributes) throws JMException {
    Bean bean = new Bean(attributes);
    server.registerMBean(bean, new ObjectName(name));
    return bean;
  }

  void remove(String name) throws JMException {
    server.unregisterMBean(new ObjectName(name));
  }

  /** Makes composite data of numbers. */
  static CompositeDataSupport composite(Map<String, Long> members) throws JMException {
    String[] names = members.keySet().toArray(new String[0]);
    OpenType<?>[] types = new OpenType<?>[names.length];
    Arrays.fill(types, SimpleType.LONG);
    return new CompositeDataSupport(
        new CompositeType("members", "numbers", names, names, types), members);
  }

  /** A bean whose attributes are the entries of a map; remembers which were read. */
  static final class Bean implements DynamicMBean {
    final Map<String, Object> attributes;
    final List<String> read = new ArrayList<>();

    Bean(Map<String, Object> attributes) {
      this.attributes = new LinkedHashMap<>(attributes);
    }

    @Override
    public Object getAttribute(String attribute) throws AttributeNotFoundException {
      if (!attributes.containsKey(attribute)) {
        throw new AttributeNotFoundException(attribute);
      }
      read.add(attribute);
      return attributes.get(attribute);
    }

    @Override
    public AttributeList getAttributes(String[] names) {
      AttributeList list = new AttributeList();
      for (String name : names) {
        read.add(name);
        list.add(new Attribute(name, attributes.get(name)));
      }
      return list;
    }

    @Override
    public MBeanInfo getMBeanInfo() {
      MBeanAttributeInfo[] infos =
          attributes.keySet().stream()
              .map(name -> new MBeanAttributeInfo(name, "java.lang.Object", "", true, false, false))
              .toArray(MBeanAttributeInfo[]::new);
      return new MBeanInfo(Bean.class.getName(), "", infos, null, null, null);
    }

    @Override
    public void setAttribute(Attribute attribute) {
      throw new UnsupportedOperationException();
    }

    @Override
    public AttributeList setAttributes(AttributeList list) {
      throw new UnsupportedOperationException();
    }

    @Override
    public Object invoke(String action, Object[] arguments, String[] signature) {
      throw new UnsupportedOperationException();
    }
  }
}
