package io.exporteragent.source.mbean.engine;

import java.util.Arrays;
import javax.management.Descriptor;
import javax.management.MBeanAttributeInfo;
import javax.management.MBeanInfo;
import org.jspecify.annotations.Nullable;

/** What an MBeanInfo says of the attributes that can be read. For one thread at a time. */
final class BeanShape {
  private final String[] names;
  private final String[] types;
  private final @Nullable String[] descriptions;
  private final @Nullable Blank[] nodes;
  private final boolean isTrusted;

  /** Takes what is needed of an MBeanInfo and keeps nothing of it. */
  BeanShape(MBeanInfo info) {
    MBeanAttributeInfo[] attributes = info.getAttributes();
    String[] allNames = new String[attributes.length];
    String[] allTypes = new String[attributes.length];
    @Nullable String[] allDescriptions = new String[attributes.length];
    int readable = 0;
    for (MBeanAttributeInfo attribute : attributes) {
      if (attribute != null && attribute.isReadable()) {
        allNames[readable] = attribute.getName();
        allTypes[readable] = String.valueOf(attribute.getType());
        allDescriptions[readable++] = attribute.getDescription();
      }
    }
    names = Arrays.copyOf(allNames, readable);
    types = Arrays.copyOf(allTypes, readable);
    descriptions = Arrays.copyOf(allDescriptions, readable);
    nodes = new Blank[readable];
    isTrusted = isTrusted(info);
  }

  /**
   * Returns whether the declared types are those of the values, and the info stays the same as long
   * as the bean does: so it is where the JDK has made it of an interface. What a DynamicMBean says
   * of itself may be wrong; Kafka's says that its texts are numbers.
   */
  private static boolean isTrusted(MBeanInfo info) {
    Descriptor descriptor = info.getDescriptor();
    return "true".equals(descriptor.getFieldValue("immutableInfo"))
        && descriptor.getFieldValue("interfaceClassName") != null;
  }

  /**
   * Returns whether an MBeanInfo says the same of the attributes, without making anything of it.
   */
  boolean isOf(MBeanInfo info) {
    MBeanAttributeInfo[] attributes = info.getAttributes();
    int at = 0;
    for (MBeanAttributeInfo attribute : attributes) {
      if (attribute == null || !attribute.isReadable()) {
        continue;
      }
      if (at == names.length
          || !names[at].equals(attribute.getName())
          || !types[at].equals(attribute.getType())
          || !same(descriptions[at], attribute.getDescription())) {
        return false;
      }
      at++;
    }
    return at == names.length && isTrusted == isTrusted(info);
  }

  private static boolean same(@Nullable String a, @Nullable String b) {
    return a == null ? b == null : a.equals(b);
  }

  int size() {
    return names.length;
  }

  String name(int index) {
    return names[index];
  }

  String type(int index) {
    return types[index];
  }

  /** Returns a node for the attribute, the same object for all beans of this shape. */
  Blank node(int index) {
    Blank node = nodes[index];
    if (node == null) {
      node = new Blank(Leaf.attribute(names[index], descriptions[index]));
      nodes[index] = node;
    }
    return node;
  }

  /** Returns whether the declared types are those of the values. */
  boolean isTrusted() {
    return isTrusted;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    if (!(other instanceof BeanShape)) {
      return false;
    }
    BeanShape shape = (BeanShape) other;
    return isTrusted == shape.isTrusted
        && Arrays.equals(names, shape.names)
        && Arrays.equals(types, shape.types)
        && Arrays.equals(descriptions, shape.descriptions);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(names);
  }
}
