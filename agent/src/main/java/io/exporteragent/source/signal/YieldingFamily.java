package io.exporteragent.source.signal;

import io.exporteragent.model.Family;
import io.exporteragent.model.MetricType;
import io.exporteragent.model.PointVisitor;
import java.util.function.Consumer;

/** A family that tells when another takes its place. Immutable. */
final class YieldingFamily implements Family {
  private final Family family;
  private final Consumer<String> yielded;

  /**
   * @param yielded receives the name when it is left out of a page
   */
  YieldingFamily(Family family, Consumer<String> yielded) {
    this.family = family;
    this.yielded = yielded;
  }

  @Override
  public String name() {
    return family.name();
  }

  @Override
  public MetricType type() {
    return family.type();
  }

  @Override
  public String unit() {
    return family.unit();
  }

  @Override
  public String help() {
    return family.help();
  }

  @Override
  public void forEach(PointVisitor visitor) {
    family.forEach(visitor);
  }

  @Override
  public void superseded() {
    yielded.accept(name());
  }
}
