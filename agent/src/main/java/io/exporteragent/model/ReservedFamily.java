package io.exporteragent.model;

/**
 * Holds the place of a family that its source exports but could not read this time. Without it a
 * family of the same name from a source of lower precedence would step in for one scrape, with
 * other labels. Not on the page.
 */
public final class ReservedFamily implements Family {
  private final String name;
  private final MetricType type;

  public ReservedFamily(String name, MetricType type) {
    this.name = name;
    this.type = type;
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public MetricType type() {
    return type;
  }

  @Override
  public String unit() {
    return "";
  }

  @Override
  public String help() {
    return "";
  }

  @Override
  public void forEach(PointVisitor visitor) {}
}
