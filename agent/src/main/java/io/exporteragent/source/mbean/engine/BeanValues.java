package io.exporteragent.source.mbean.engine;

import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import javax.management.Attribute;
import javax.management.ObjectName;

/** The nodes of the attributes of one bean that are read, and the labels that it gives itself. */
final class BeanValues {
  private static final String[] NOTHING = {};
  private static final boolean[] NO_FLAGS = {};
  private static final Leaf[] NO_LEAVES = {};
  private static final Node[] NO_NODES = {};

  private final ObjectName bean;
  private final BeanPolicy policy;
  private Set<String> excluded = Collections.emptySet();
  private String[] names;
  private Node[] nodes;
  private boolean[] areNumeric;
  private String[] labels = NOTHING;
  private Leaf[] extraLeaves = NO_LEAVES;
  private Node[] extraNodes = NO_NODES;
  private Object[] extraValues = NOTHING;

  /**
   * Creates nodes.
   *
   * @param names of the attributes that are read, in their order
   * @param areNumeric whether the attributes are declared to be numbers
   * @param extras values that come before those of the bean
   */
  BeanValues(
      ObjectName bean,
      BeanPolicy policy,
      String[] names,
      Node[] nodes,
      boolean[] areNumeric,
      Map<Leaf, Object> extras) {
    this.bean = bean;
    this.policy = policy;
    this.names = names;
    this.nodes = nodes;
    this.areNumeric = areNumeric;
    if (!extras.isEmpty()) {
      extraLeaves = extras.keySet().toArray(new Leaf[0]);
      extraValues = extras.values().toArray();
      extraNodes = new Node[extraLeaves.length];
      Arrays.setAll(extraNodes, i -> new Blank(extraLeaves[i]));
    }
  }

  /** Lets values of one name share what is remembered for good, as jmx_exporter's cache does. */
  private void acceptExtra(int extra, Reading reading) {
    int at = policy.mayLeaveUnread() ? -1 : indexOf(extraLeaves[extra].name(), 0);
    if (at >= 0) {
      extraNodes[extra] = extraNodes[extra].inherit(nodes[at]);
    }
    extraNodes[extra] =
        accept(extraNodes[extra], extraLeaves[extra].name(), extraValues[extra], reading);
    if (at >= 0) {
      nodes[at] = nodes[at].inherit(extraNodes[extra]);
    }
  }

  /** Makes nodes for the same attributes, of which nothing has been decided. */
  BeanValues withoutLabelsAndExtras() {
    Node[] fresh = new Node[nodes.length];
    Arrays.setAll(fresh, i -> new Blank(nodes[i].leaf()));
    return new BeanValues(bean, policy, names.clone(), fresh, NO_FLAGS, Collections.emptyMap());
  }

  /** Takes over from other nodes for the same attributes what is remembered for good. */
  void inherit(BeanValues other) {
    if (policy.mayLeaveUnread()) {
      return;
    }
    for (int i = 0; i < nodes.length; i++) {
      // What is not remembered for good was decided for the labels of the others.
      nodes[i] = other.bequeath(names[i], nodes[i]).withoutLabels();
    }
  }

  /**
   * Gives a node for an attribute what is remembered of it for good, and returns which knows it.
   */
  Node bequeath(String attribute, Node to) {
    int at = indexOf(attribute, 0);
    return at < 0 ? to : to.inherit(nodes[at]);
  }

  /**
   * Takes over the labels with which samples were made, and what is remembered for good of the
   * values that are not the bean's.
   */
  void inheritLabelsAndExtras(BeanValues before) {
    labels = before.labels;
    Arrays.setAll(extraNodes, i -> extraNodes[i].inherit(before.extraNodes[i]));
  }

  ObjectName bean() {
    return bean;
  }

  BeanPolicy policy() {
    return policy;
  }

  String[] labels() {
    return labels;
  }

  String[] names() {
    return names;
  }

  /** Notes that a value of a class was found of which nothing can ever become. */
  void exclude(String name) {
    if (policy.learnsExclusions()) {
      Set<String> all = new TreeSet<>(excluded);
      all.add(name);
      excluded = all;
    }
  }

  /** Returns the names that were excluded since this was last called. */
  Set<String> takeExcluded() {
    Set<String> taken = excluded;
    excluded = Collections.emptySet();
    return taken;
  }

  /** Makes of the values of a bean what becomes of them. */
  void accept(List<?> attributes, String[] labelsNow, Reading reading) {
    if (!Arrays.equals(labels, labelsNow)) {
      labels = labelsNow;
      withoutLabels(nodes);
      withoutLabels(extraNodes);
    }
    for (int i = 0; i < extraNodes.length; i++) {
      acceptExtra(i, reading);
    }
    int next = 0;
    for (int i = 0; i < attributes.size(); i++) {
      Object each = attributes.get(i);
      if (each instanceof Attribute) {
        next = accept((Attribute) each, next, reading);
      }
    }
  }

  /** Returns where the next attribute is to be expected. */
  private int accept(Attribute attribute, int next, Reading reading) {
    Object value = attribute.getValue();
    int at = value == null ? -1 : indexOf(attribute.getName(), next);
    if (at < 0) {
      return next;
    }
    nodes[at] = accept(nodes[at], names[at], value, reading);
    return at + 1;
  }

  private Node accept(Node node, String name, Object value, Reading reading) {
    try {
      return node.accept(value, this, reading);
    } catch (Walk.Abandoned e) {
      throw e;
    } catch (Throwable e) {
      reading.failed(bean, name, e);
      return node;
    }
  }

  /** Most servers answer in the order in which they were asked. */
  private int indexOf(String name, int guess) {
    for (int i = guess; i < names.length; i++) {
      if (names[i].equals(name)) {
        return i;
      }
    }
    for (int i = 0; i < Math.min(guess, names.length); i++) {
      if (names[i].equals(name)) {
        return i;
      }
    }
    return -1;
  }

  static void withoutLabels(Node[] nodes) {
    Arrays.setAll(nodes, i -> nodes[i].withoutLabels());
  }

  /**
   * Drops the attributes that have been excluded, and those that say they are numbers, were, and
   * never become anything.
   *
   * @param excludedNow names not to be read any more
   * @param mayBeUnread whether it is known of each attribute what becomes of it
   */
  void drop(Set<String> excludedNow, boolean mayBeUnread) {
    List<String> needed = policy.labelAttributes();
    int kept = 0;
    for (int i = 0; i < names.length; i++) {
      boolean isLast = kept == 0 && i == names.length - 1 && extraNodes.length > 0;
      boolean isUseless =
          mayBeUnread
              && !isLast
              && areNumeric[i]
              && nodes[i].isUseless()
              && !needed.contains(names[i]);
      if (!isUseless && !excludedNow.contains(names[i])) {
        names[kept] = names[i];
        nodes[kept++] = nodes[i];
      }
    }
    if (mayBeUnread) {
      // This is decided once.
      areNumeric = NO_FLAGS;
    }
    if (kept < names.length) {
      names = Arrays.copyOf(names, kept);
      nodes = Arrays.copyOf(nodes, kept);
    }
  }
}
