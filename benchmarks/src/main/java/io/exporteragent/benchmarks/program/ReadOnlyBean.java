package io.exporteragent.benchmarks.program;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import javax.management.Attribute;
import javax.management.AttributeList;
import javax.management.AttributeNotFoundException;
import javax.management.DynamicMBean;
import javax.management.MBeanAttributeInfo;
import javax.management.MBeanInfo;
import javax.management.ReflectionException;

/** A dynamic MBean whose attributes can be read, and whose numbers move with each reading. */
final class ReadOnlyBean implements DynamicMBean {
  private final Map<String, BeanAttribute> attributes = new LinkedHashMap<>();
  private final Supplier<MBeanInfo> info;
  private final int seed;
  private int reads;

  private ReadOnlyBean(List<BeanAttribute> attributes, Supplier<MBeanInfo> info, int seed) {
    attributes.forEach(attribute -> this.attributes.put(attribute.name(), attribute));
    this.info = info;
    this.seed = seed;
  }

  /** A bean that describes itself anew each time it is asked. */
  static ReadOnlyBean describedAnew(List<BeanAttribute> attributes, int seed) {
    return new ReadOnlyBean(attributes, () -> info(attributes), seed);
  }

  /** A bean that always hands out the same description. */
  static ReadOnlyBean described(MBeanInfo info, List<BeanAttribute> attributes, int seed) {
    return new ReadOnlyBean(attributes, () -> info, seed);
  }

  /** A description without a descriptor that would say whether it may change. */
  static MBeanInfo info(List<BeanAttribute> attributes) {
    return new MBeanInfo(
        ReadOnlyBean.class.getName(),
        "",
        attributes.stream().map(BeanAttribute::info).toArray(MBeanAttributeInfo[]::new),
        null,
        null,
        null);
  }

  @Override
  public Object getAttribute(String name) throws AttributeNotFoundException {
    BeanAttribute attribute = attributes.get(name);
    if (attribute == null) {
      throw new AttributeNotFoundException(name);
    }
    return attribute.reading().at(seed, reads);
  }

  @Override
  public AttributeList getAttributes(String[] names) {
    reads++;
    AttributeList values = new AttributeList(names.length);
    for (String name : names) {
      BeanAttribute attribute = attributes.get(name);
      if (attribute != null) {
        values.add(new Attribute(name, attribute.reading().at(seed, reads)));
      }
    }
    return values;
  }

  @Override
  public MBeanInfo getMBeanInfo() {
    return info.get();
  }

  @Override
  public void setAttribute(Attribute attribute) throws AttributeNotFoundException {
    throw new AttributeNotFoundException(attribute.getName() + " cannot be written");
  }

  @Override
  public AttributeList setAttributes(AttributeList values) {
    return new AttributeList();
  }

  @Override
  public Object invoke(String action, Object[] arguments, String[] signature)
      throws ReflectionException {
    throw new ReflectionException(new NoSuchMethodException(action));
  }
}
