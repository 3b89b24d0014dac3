package io.exporteragent.source.mbean.rules;

import io.exporteragent.source.mbean.engine.Beans;
import io.exporteragent.source.mbean.engine.Policy;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import javax.management.MalformedObjectNameException;
import javax.management.ObjectName;
import org.jspecify.annotations.Nullable;

/** Reads MBeans as a jmx_exporter file says. For one thread at a time. */
public final class RulePolicy implements Policy {
  private static final Set<String> JVM_DOMAINS =
      new HashSet<>(
          Arrays.asList(
              "com.sun.management",
              "com.sun.management.jmxremote",
              "java.lang",
              "java.nio",
              "java.util.logging",
              "javax.management",
              "javax.management.remote",
              "jdk.internal",
              "jdk.management",
              "jdk.management.jfr",
              "sun.management"));

  private final JmxFile file;
  private final List<Rule> rules = new ArrayList<>();
  private final boolean usesText;
  private final boolean hasCache;
  private @Nullable ObjectName lastBean;
  private @Nullable BeanText lastText;

  /** Compiles the rules of a file. */
  public RulePolicy(JmxFile file) {
    this.file = file;
    boolean hasValue = false;
    boolean isCached = false;
    for (RuleSettings settings : file.rules()) {
      rules.add(new Rule(settings, rules.size()));
      hasValue |= settings.value() != null;
      isCached |= settings.cache();
    }
    hasCache = isCached;
    // Rules that are remembered count text, too.
    usesText = hasValue || isCached;
  }

  /**
   * Returns the text of a bean. Only the last is kept: it is needed while a plan is made and for
   * HELP, and takes more memory than the plan.
   */
  BeanText text(ObjectName bean) {
    BeanText text = lastText;
    if (text == null || !bean.equals(lastBean)) {
      text = new BeanText(bean);
      lastBean = bean;
      lastText = text;
    }
    return text;
  }

  JmxFile file() {
    return file;
  }

  List<Rule> rules() {
    return rules;
  }

  /** Returns whether text can become a sample. */
  boolean usesText() {
    return usesText;
  }

  /** Returns whether any rule remembers what it made of the first value of a leaf. */
  boolean hasCache() {
    return hasCache;
  }

  /** Selects in the order of a hash set, as jmx_exporter does: the first sample gives HELP. */
  @Override
  public Collection<ObjectName> select(Beans beans) {
    Set<ObjectName> selected = new HashSet<>();
    Set<ObjectName> named = new HashSet<>();
    for (@Nullable ObjectName pattern : file.includes()) {
      Set<ObjectName> found = beans.matching(pattern);
      selected.addAll(found);
      if (pattern != null && file.excludesJvmMetrics()) {
        named.addAll(found);
      }
    }
    for (@Nullable ObjectName pattern : file.excludes()) {
      selected.removeAll(beans.matching(pattern));
    }
    if (file.excludesJvmMetrics()) {
      selected.removeIf(bean -> isOfJvm(bean) && !named.contains(bean));
    }
    return selected;
  }

  /** Returns whether a bean is one of those that every JVM has. */
  public static boolean isOfJvm(ObjectName bean) {
    return JVM_DOMAINS.contains(bean.getDomain());
  }

  /** Returns which key of the file keeps a bean from being read that is not selected. */
  public String whyLeftOut(ObjectName bean) {
    ObjectName name = copy(bean);
    for (ObjectName pattern : file.excludes()) {
      if (pattern.apply(name)) {
        return "excludeObjectNames: " + pattern;
      }
    }
    for (@Nullable ObjectName pattern : file.includes()) {
      if (pattern == null || pattern.apply(name)) {
        return "excludeJvmMetrics";
      }
    }
    return "includeObjectNames, none of which matches it";
  }

  /** A name keeps what is made of it for a comparison, and that of the bean is not ours. */
  private static ObjectName copy(ObjectName bean) {
    try {
      return new ObjectName(bean.toString());
    } catch (MalformedObjectNameException e) {
      throw new IllegalArgumentException(e);
    }
  }

  @Override
  public RuleBean of(ObjectName bean) {
    return new RuleBean(bean, this);
  }
}
