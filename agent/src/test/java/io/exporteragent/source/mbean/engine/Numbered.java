package io.exporteragent.source.mbean.engine;

import io.exporteragent.model.MetricType;
import java.util.Collection;
import java.util.List;
import java.util.TreeSet;
import javax.management.MalformedObjectNameException;
import javax.management.ObjectName;
import org.jspecify.annotations.Nullable;

/**
 * Reads all beans of the domain {@code t} in the order of their names, and makes a sample of each
 * number: {@code v{attribute="n",bean="a"}}, where the bean is called as its type is.
 */
final class Numbered implements Policy {
  private final List<String> labelAttributes;

  /** Makes a policy. */
  Numbered(String... labelAttributes) {
    this.labelAttributes = List.of(labelAttributes);
  }

  /** Returns the name of a bean by its type. */
  static ObjectName name(String type) {
    try {
      return new ObjectName("t:type=" + type);
    } catch (MalformedObjectNameException e) {
      throw new IllegalArgumentException(type, e);
    }
  }

  @Override
  public Collection<ObjectName> select(Beans beans) {
    return new TreeSet<>(beans.matching(name("*")));
  }

  @Override
  public BeanPolicy of(ObjectName bean) {
    return new OfBean(bean.getKeyProperty("type"));
  }

  private final class OfBean implements BeanPolicy {
    private final String bean;

    OfBean(String bean) {
      this.bean = bean;
    }

    @Override
    public boolean reads(String attribute) {
      return true;
    }

    @Override
    public boolean usesText() {
      return false;
    }

    @Override
    public List<String> labelAttributes() {
      return labelAttributes;
    }

    @Override
    public Decision decide(Leaf leaf, Object value, String[] labels, @Nullable Decision earlier) {
      if (value instanceof String) {
        return Decision.nothing(Decision.Scope.TEXT, -1, "text");
      }
      String[] all = new String[4 + labels.length];
      all[0] = "attribute";
      all[1] = leaf.name();
      all[2] = "bean";
      all[3] = bean;
      System.arraycopy(labels, 0, all, 4, labels.length);
      Decision.Scope scope = Numbers.isPlain(value) ? Decision.Scope.NUMBERS : Decision.Scope.TEXT;
      return Decision.sample(
          scope, 0, new Decision.Form("v", MetricType.GAUGE, all, 1, false, "Help.", null));
    }

    @Override
    public String help(Leaf leaf) {
      return "Help.";
    }

    @Override
    public String objectName(Leaf leaf) {
      return bean;
    }
  }
}
