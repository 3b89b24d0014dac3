package io.exporteragent.source.mbean.engine;

/**
 * The node of a place of which nothing is known, since it has had no value or only text that cannot
 * become anything. Beans of one kind share it: of those of Kafka every fifth attribute is a text.
 */
final class Blank extends Node {
  private final Leaf leaf;

  Blank(Leaf leaf) {
    this.leaf = leaf;
  }

  @Override
  Node accept(Object value, BeanValues values, Reading reading) {
    if (value instanceof String && !values.policy().usesText()) {
      return this;
    }
    return new Slot(leaf).accept(value, values, reading);
  }

  @Override
  Leaf leaf() {
    return leaf;
  }

  @Override
  Node inherit(Node before) {
    return before instanceof Slot ? new Slot(leaf).inherit(before) : this;
  }

  @Override
  Node withoutLabels() {
    return this;
  }
}
