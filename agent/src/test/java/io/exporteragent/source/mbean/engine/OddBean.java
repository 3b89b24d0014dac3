package io.exporteragent.source.mbean.engine;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Supplier;
import javax.management.Attribute;
import javax.management.AttributeList;
import javax.management.AttributeNotFoundException;
import javax.management.DynamicMBean;
import javax.management.MBeanAttributeInfo;
import javax.management.MBeanInfo;

/** A dynamic MBean whose every answer a test decides. Its attributes are read when it is asked. */
final class OddBean implements DynamicMBean {
  private final Map<String, Supplier<?>> getters = new LinkedHashMap<>();
  private volatile Function<AttributeList, AttributeList> answer = all -> all;
  private volatile Function<MBeanInfo, MBeanInfo> info = usual -> usual;

  /** Sets an attribute. */
  OddBean with(String attribute, Object value) {
    return getting(attribute, () -> value);
  }

  /** Sets what reads an attribute. */
  synchronized OddBean getting(String attribute, Supplier<?> getter) {
    getters.put(attribute, getter);
    return this;
  }

  /** Sets what becomes of the answer to {@code getAttributes}. */
  OddBean answering(Function<AttributeList, AttributeList> change) {
    answer = change;
    return this;
  }

  /** Sets what becomes of its MBeanInfo. */
  OddBean informing(Function<MBeanInfo, MBeanInfo> change) {
    info = change;
    return this;
  }

  private synchronized Map<String, Supplier<?>> getters() {
    return new LinkedHashMap<>(getters);
  }

  @Override
  public MBeanInfo getMBeanInfo() {
    MBeanAttributeInfo[] attributes =
        getters().keySet().stream()
            .map(name -> new MBeanAttributeInfo(name, "java.lang.Object", name, true, false, false))
            .toArray(MBeanAttributeInfo[]::new);
    return info.apply(new MBeanInfo("Odd", "a test", attributes, null, null, null));
  }

  @Override
  public AttributeList getAttributes(String[] names) {
    AttributeList all = new AttributeList();
    for (String name : names) {
      try {
        all.add(new Attribute(name, getAttribute(name)));
      } catch (AttributeNotFoundException | RuntimeException e) {
        // Left out, as the JDK does it for Standard MBeans.
      }
    }
    return answer.apply(all);
  }

  @Override
  public Object getAttribute(String name) throws AttributeNotFoundException {
    Supplier<?> getter = getters().get(name);
    if (getter == null) {
      throw new AttributeNotFoundException(name);
    }
    return getter.get();
  }

  @Override
  public void setAttribute(Attribute attribute) {
    throw new UnsupportedOperationException();
  }

  @Override
  public AttributeList setAttributes(AttributeList attributes) {
    throw new UnsupportedOperationException();
  }

  @Override
  public Object invoke(String action, Object[] parameters, String[] signature) {
    throw new UnsupportedOperationException();
  }
}
