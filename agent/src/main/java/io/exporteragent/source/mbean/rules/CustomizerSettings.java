package io.exporteragent.source.mbean.rules;

import java.util.List;
import java.util.Map;
import javax.management.ObjectName;

/** An entry of {@code metricCustomizers}: what is added to some MBeans. Immutable. */
public final class CustomizerSettings {
  private final String domain;
  private final Map<String, Object> properties;
  private final List<String> attributesAsLabels;
  private final List<ExtraMetric> extraMetrics;

  CustomizerSettings(
      String domain,
      Map<String, Object> properties,
      List<String> attributesAsLabels,
      List<ExtraMetric> extraMetrics) {
    this.domain = domain;
    this.properties = properties;
    this.attributesAsLabels = attributesAsLabels;
    this.extraMetrics = extraMetrics;
  }

  /** Returns the domain of the MBeans, to be equal. */
  public String domain() {
    return domain;
  }

  /**
   * Returns the properties that an MBean must have, to be equal. A value that is not text, such as
   * a number, is equal to none.
   */
  public Map<String, Object> properties() {
    return properties;
  }

  /** Returns the attributes whose text becomes a label of every sample of the MBean. */
  public List<String> attributesAsLabels() {
    return attributesAsLabels;
  }

  /** Returns the values that come before those of the MBean. */
  public List<ExtraMetric> extraMetrics() {
    return extraMetrics;
  }

  /**
   * Returns whether it is for an MBean.
   *
   * @param ofBean the properties of the MBean, quoted values with their quotes
   */
  public boolean fits(ObjectName bean, Map<String, String> ofBean) {
    return domain.equals(bean.getDomain()) && ofBean.entrySet().containsAll(properties.entrySet());
  }
}
