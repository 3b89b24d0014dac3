package io.exporteragent.exposition;

import io.exporteragent.model.Family;
import io.exporteragent.model.MetricNames;
import io.exporteragent.model.MetricType;
import io.prometheus.metrics.config.EscapingScheme;
import io.prometheus.metrics.model.snapshots.PrometheusNaming;

/** A family and its name on a page. Ordered as client_java orders a page. */
final class PageFamily implements Comparable<PageFamily> {
  private final Family family;
  private final MetricType type;
  private final String name;
  private final boolean plain;
  private final String rank;

  /**
   * Decides the name.
   *
   * @throws IllegalArgumentException if the family cannot have this name or this unit
   */
  PageFamily(Family family) {
    this.family = family;
    type = family.type();
    name = MetricNames.familyName(family.name(), type);
    plain = PrometheusNaming.isValidLegacyMetricName(name);
    if (!plain && !PrometheusNaming.isValidMetricName(name)) {
      throw new IllegalArgumentException("'" + name + "' is not a name of a metric");
    }
    rank = plain ? name : PrometheusNaming.prometheusName(name);
    if ((type == MetricType.INFO || type == MetricType.STATE_SET) && !unit().isEmpty()) {
      throw new IllegalArgumentException("the type " + type + " has no unit");
    }
  }

  Family family() {
    return family;
  }

  MetricType type() {
    return type;
  }

  /** Returns the name without the suffix that the type implies. */
  String name() {
    return name;
  }

  /** Returns the unit, empty unless the name ends with it. */
  String unit() {
    String unit = family.unit();
    int start = name.length() - unit.length();
    boolean isEnd =
        !unit.isEmpty()
            && start > 0
            && (name.charAt(start - 1) == '_' || name.charAt(start - 1) == '.')
            && name.endsWith(unit)
            && PrometheusNaming.isValidUnitName(unit);
    return isEnd ? unit : "";
  }

  /** Returns the name as it is written in front of the suffixes of samples. */
  String written(EscapingScheme escaping) {
    boolean asIs = plain && escaping != EscapingScheme.DOTS_ESCAPING;
    return MetricNames.familyName(asIs ? name : PrometheusNaming.escapeName(name, escaping), type);
  }

  @Override
  public int compareTo(PageFamily other) {
    return rank.compareTo(other.rank);
  }
}
