package io.exporteragent.source.mbean.engine;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import javax.management.MBeanAttributeInfo;
import javax.management.MBeanInfo;
import javax.management.ObjectName;
import javax.management.openmbean.ArrayType;
import javax.management.openmbean.CompositeType;
import javax.management.openmbean.OpenMBeanAttributeInfo;
import javax.management.openmbean.OpenType;
import javax.management.openmbean.SimpleType;
import org.jspecify.annotations.Nullable;

/** Chooses which attributes of a bean are read. */
final class BeanPlanner {
  private final ObjectName bean;
  private final BeanPolicy policy;
  private final Set<String> excluded;

  /**
   * Creates a planner.
   *
   * @param excluded attributes not to be read
   */
  BeanPlanner(ObjectName bean, BeanPolicy policy, Set<String> excluded) {
    this.bean = bean;
    this.policy = policy;
    this.excluded = excluded;
  }

  /**
   * Makes nodes for the attributes that are read.
   *
   * @param before those of what the bean was until now, null if it is new
   */
  BeanValues values(BeanShape shape, MBeanInfo info, @Nullable BeanValues before) {
    List<String> names = new ArrayList<>(shape.size());
    List<Node> nodes = new ArrayList<>(shape.size());
    boolean[] areNumeric = new boolean[shape.size()];
    List<String> needed = policy.labelAttributes();
    String spare = null;
    for (int i = 0; i < shape.size(); i++) {
      String name = shape.name(i);
      if (!policy.reads(name) || excluded.contains(name)) {
        continue;
      }
      Node node = shape.node(i);
      if (before != null) {
        node = before.bequeath(name, node);
      }
      if (needed.contains(name)
          || !shape.isTrusted()
          || !policy.mayLeaveUnread()
          || canBecomeSomething(node.leaf(), shape.type(i), info)) {
        areNumeric[names.size()] = Numbers.isPlain(shape.type(i));
        names.add(name);
        nodes.add(node);
      } else {
        spare = name;
      }
    }
    if (names.isEmpty() && spare != null && !policy.extraValues().isEmpty()) {
      // What is added to a bean is only there where the bean itself can be read.
      names.add(spare);
      nodes.add(new Blank(Leaf.attribute(spare, null)));
    }
    BeanValues values =
        new BeanValues(
            bean,
            policy,
            names.toArray(new String[0]),
            nodes.toArray(new Node[0]),
            Arrays.copyOf(areNumeric, names.size()),
            policy.extraValues());
    if (before != null) {
      values.inheritLabelsAndExtras(before);
    }
    return values;
  }

  private boolean canBecomeSomething(Leaf leaf, String type, MBeanInfo info) {
    if (Numbers.isPlain(type)) {
      return !Slot.isUselessForNumbers(leaf, policy);
    }
    if (type.equals("java.lang.String")) {
      return policy.usesText();
    }
    if (type.startsWith("[") || type.equals("javax.management.ObjectName")) {
      return false;
    }
    OpenType<?> open = openType(leaf.name(), info);
    return !(open instanceof CompositeType) || canBecome(leaf, (CompositeType) open);
  }

  private static @Nullable OpenType<?> openType(String name, MBeanInfo info) {
    for (MBeanAttributeInfo attribute : info.getAttributes()) {
      if (attribute.getName().equals(name) && attribute instanceof OpenMBeanAttributeInfo) {
        return ((OpenMBeanAttributeInfo) attribute).getOpenType();
      }
    }
    return null;
  }

  private boolean canBecome(Leaf leaf, CompositeType type) {
    String[] path = TableSlots.append(leaf.path(), leaf.name());
    for (String key : type.keySet()) {
      OpenType<?> member = type.getType(key);
      Leaf within = new Leaf(leaf.columns(), path, key, type.getDescription());
      if (canBecome(within, member)) {
        return true;
      }
    }
    return false;
  }

  private boolean canBecome(Leaf leaf, OpenType<?> type) {
    if (type instanceof CompositeType) {
      return canBecome(leaf, (CompositeType) type);
    }
    if (type.equals(SimpleType.STRING)) {
      return policy.usesText();
    }
    if (Numbers.isPlain(type.getTypeName()) || type.equals(SimpleType.DATE)) {
      return !Slot.isUselessForNumbers(leaf, policy);
    }
    // Reading an object name within teaches that attributes of its name are not to be read.
    return !(type instanceof ArrayType) && !type.equals(SimpleType.VOID);
  }
}
