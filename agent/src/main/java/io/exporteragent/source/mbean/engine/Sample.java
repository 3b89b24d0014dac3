package io.exporteragent.source.mbean.engine;

import io.exporteragent.model.MetricType;
import org.jspecify.annotations.Nullable;

/**
 * A finished sample: all that a scrape adds to it is the number read. Also the node of an attribute
 * that is a number and always becomes this sample.
 */
class Sample extends Node {
  /** Not in the layout of its family. */
  static final int NOWHERE = -1;

  /** Where the labels are. */
  final byte[] labels;

  final MetricType type;
  private final double factor;
  private final @Nullable String help;
  private final @Nullable String objectName;
  private final Describer describer;
  private final Leaf leaf;
  FamilyPlan family;

  /** Where its value is among those of its family. */
  int index = NOWHERE;

  /** The scrape in which it was last seen. */
  int scrape;

  private Sample(
      FamilyPlan family, byte[] labels, Decision.Form form, Describer describer, Leaf leaf) {
    this.family = family;
    this.labels = labels;
    this.type = form.type();
    this.factor = form.factor();
    this.help = form.help();
    this.objectName = form.objectName();
    this.describer = describer;
    this.leaf = leaf;
  }

  /** Makes a sample that was decided. */
  static Sample of(
      FamilyPlan family, byte[] labels, Decision.Form form, Describer describer, Leaf leaf) {
    return form.isConstant()
        ? new Constant(family, labels, form, describer, leaf)
        : new Sample(family, labels, form, describer, leaf);
  }

  /** A sample whose value is the same whatever is read: a class of its own saves a field. */
  private static final class Constant extends Sample {
    Constant(FamilyPlan family, byte[] labels, Decision.Form form, Describer describer, Leaf leaf) {
      super(family, labels, form, describer, leaf);
    }

    @Override
    boolean isConstant() {
      return true;
    }
  }

  @Override
  Node accept(Object value, BeanValues values, Reading reading) {
    if (Numbers.isPlain(value)) {
      reading.see(this, number(value));
      return this;
    }
    return new Slot(leaf).accept(value, values, reading);
  }

  /** Takes over nothing: where anything is remembered for good, no node is a sample. */
  @Override
  Node inherit(Node before) {
    return this;
  }

  @Override
  Node withoutLabels() {
    return new Blank(leaf);
  }

  /** Returns whether its value is the same whatever is read. */
  boolean isConstant() {
    return false;
  }

  /** Returns its value if this was read; text only if it is constant. */
  double number(Object value) {
    return isConstant() ? factor : Numbers.scaled(value, factor);
  }

  @Override
  Leaf leaf() {
    return leaf;
  }

  String help() {
    return help == null ? describer.help(leaf) : help;
  }

  String objectName() {
    return objectName == null ? describer.objectName(leaf) : objectName;
  }
}
