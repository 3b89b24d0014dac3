package io.exporteragent.source.mbean.pack;

import io.exporteragent.source.mbean.engine.BeanPolicy;
import io.exporteragent.source.mbean.engine.Decision;
import io.exporteragent.source.mbean.engine.Leaf;
import java.util.BitSet;
import java.util.Map;
import java.util.TreeMap;
import javax.management.ObjectName;
import org.jspecify.annotations.Nullable;

/** What a pack makes of one MBean. For one thread at a time. */
final class PackedBean implements BeanPolicy {
  private static final int MAX_TEXT_LENGTH = 1024;

  private final PackEntry entry;
  private final ObjectName name;
  private final PackLook look;

  /** The metrics whose attributes the bean has; null until it was asked about the first. */
  private @Nullable BitSet present;

  /** Makes of a bean what an entry says. */
  PackedBean(PackEntry entry, ObjectName name, PackLook look) {
    this.entry = entry;
    this.name = name;
    this.look = look;
  }

  /** Returns the entry it belongs to. */
  PackEntry entry() {
    return entry;
  }

  /** Returns its name. */
  ObjectName name() {
    return name;
  }

  /** Returns how many series it has at most: one for each metric whose attribute it has. */
  int series() {
    BitSet found = present;
    return found == null ? entry.size() : found.cardinality();
  }

  @Override
  public boolean mayHaveOtherAttributes() {
    return look.concernsAttributes();
  }

  @Override
  public void gone() {
    look.again();
  }

  @Override
  public boolean reads(String attribute) {
    BitSet found = present;
    if (found == null) {
      found = new BitSet(entry.size());
      present = found;
    }
    BitSet metrics = entry.metricsOf(attribute);
    found.or(metrics);
    return !metrics.isEmpty();
  }

  @Override
  public boolean usesText() {
    return entry.usesText();
  }

  /**
   * Returns false: a gauge may have another class the next time, and only what is named is read.
   */
  @Override
  public boolean learnsExclusions() {
    return false;
  }

  @Override
  public Decision decide(Leaf leaf, Object value, String[] labels, @Nullable Decision earlier) {
    Integer index = leaf.columns().length > 0 ? null : entry.metricAt(attribute(leaf));
    if (index == null) {
      return Decision.nothing(Decision.Scope.EVER, -1, "no metric of the pack");
    }
    PackMetric metric = entry.metric(index);
    int rule = entry.ruleOf(index);
    if (metric.usesText()) {
      return ofText(metric, rule, String.valueOf(value));
    }
    return value instanceof Number || value instanceof Boolean
        ? Decision.sample(Decision.Scope.NUMBERS, rule, form(metric, metric.scale(), false, null))
        : Decision.nothing(Decision.Scope.TEXT, rule, "text where a number is expected");
  }

  private static String attribute(Leaf leaf) {
    String[] path = leaf.path();
    return path.length == 0 ? leaf.name() : String.join(".", path) + "." + leaf.name();
  }

  private Decision ofText(PackMetric metric, int rule, String text) {
    if (metric.text() == null) {
      Double number = metric.numbers().get(text);
      return number == null
          ? Decision.nothing(Decision.Scope.TEXT, rule, "a text that no number stands for")
          : Decision.sample(Decision.Scope.TEXT, rule, form(metric, number, true, null));
    }
    return text.isEmpty() || text.length() > MAX_TEXT_LENGTH
        ? Decision.nothing(Decision.Scope.TEXT, rule, "no text, or more than 1024 characters")
        : Decision.sample(Decision.Scope.TEXT, rule, form(metric, 1, true, text));
  }

  private Decision.Form form(
      PackMetric metric, double factor, boolean isConstant, @Nullable String text) {
    Map<String, String> sorted = new TreeMap<>(metric.labels());
    for (Map.Entry<String, String> label : entry.labels().entrySet()) {
      String property = property(label.getValue());
      if (!property.isEmpty()) {
        sorted.put(label.getKey(), property);
      }
    }
    String textLabel = metric.text();
    if (textLabel != null && text != null) {
      sorted.put(textLabel, text);
    }
    String[] labels = new String[2 * sorted.size()];
    int i = 0;
    for (Map.Entry<String, String> label : sorted.entrySet()) {
      labels[i++] = label.getKey();
      labels[i++] = label.getValue();
    }
    return new Decision.Form(
        metric.family(), metric.metricType(), labels, factor, isConstant, metric.help(), null);
  }

  /** Returns the value of a key property, without the quotes of {@link ObjectName#quote}. */
  private String property(String key) {
    String value = name.getKeyProperty(key);
    if (value == null) {
      return "";
    }
    return value.startsWith("\"") ? ObjectName.unquote(value) : value;
  }

  @Override
  public String help(Leaf leaf) {
    return "";
  }

  @Override
  public String objectName(Leaf leaf) {
    return name.getCanonicalName();
  }
}
