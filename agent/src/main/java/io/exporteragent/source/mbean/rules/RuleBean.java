package io.exporteragent.source.mbean.rules;

import io.exporteragent.source.mbean.engine.BeanPolicy;
import io.exporteragent.source.mbean.engine.Decision;
import io.exporteragent.source.mbean.engine.Decision.Scope;
import io.exporteragent.source.mbean.engine.Describer;
import io.exporteragent.source.mbean.engine.Leaf;
import io.exporteragent.source.mbean.engine.Numbers;
import java.util.BitSet;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import javax.management.ObjectName;
import org.jspecify.annotations.Nullable;

/**
 * What the rules of a jmx_exporter file make of one bean. The first rule that matches a value
 * decides; the text that is matched ends with the value:
 *
 * <pre>
 * kafka.server&lt;type=BrokerTopicMetrics, name=MessagesInPerSec&gt;&lt;&gt;Count: 42
 * </pre>
 */
public final class RuleBean implements BeanPolicy {
  private final RulePolicy policy;
  private final ObjectName name;
  private final @Nullable Set<String> included;
  private final @Nullable Set<String> excluded;
  private final @Nullable CustomizerSettings customizer;
  private @Nullable Describer inSnakeCase;

  RuleBean(ObjectName name, RulePolicy policy) {
    this.policy = policy;
    this.name = name;
    JmxFile file = policy.file();
    Map<ObjectName, Set<String>> includes = file.includedAttributes();
    included =
        includes.isEmpty() ? null : includes.getOrDefault(name, Collections.<String>emptySet());
    excluded = file.excludedAttributes().get(name);
    customizer = customizer(name, file);
  }

  private static @Nullable CustomizerSettings customizer(ObjectName name, JmxFile file) {
    for (CustomizerSettings each : file.customizers()) {
      if (each.fits(name, name.getKeyPropertyList())) {
        return each;
      }
    }
    return null;
  }

  @Override
  public boolean reads(String attribute) {
    if (excluded != null && excluded.contains(attribute)) {
      return false;
    }
    return (included == null || included.contains(attribute))
        && (!bean().isNeverExported(attribute) || labelAttributes().contains(attribute));
  }

  /** Returns which key of the file keeps an attribute from being read, null if none does. */
  public @Nullable String whyUnread(String attribute) {
    if (reads(attribute)) {
      return null;
    }
    if (excluded != null && excluded.contains(attribute)) {
      return "excludeObjectNameAttributes";
    }
    return included == null || included.contains(attribute)
        ? "jmx_exporter, whatever the file says"
        : "includeObjectNameAttributes, which does not name it";
  }

  /** Returns the text that a rule is matched against; that of any plain rule for -1. */
  public String text(Leaf leaf, Object value, int rule) {
    LeafText text = new LeafText(bean(), leaf, value);
    Rule by = rule < 0 ? null : policy.rules().get(rule);
    return by == null ? text.plain() : text.of(by, by.settings().cache());
  }

  /** Returns the rules that match a value, whether or not an earlier one decides. */
  public BitSet matching(Leaf leaf, Object value) {
    LeafText text = new LeafText(bean(), leaf, value);
    BitSet found = new BitSet();
    for (Rule rule : policy.rules()) {
      if (!rule.hasPattern() || rule.match(text.of(rule, rule.settings().cache())) != null) {
        found.set(rule.index());
      }
    }
    return found;
  }

  @Override
  public boolean usesText() {
    return policy.usesText();
  }

  @Override
  public boolean mayLeaveUnread() {
    // What is remembered is counted, whether or not it becomes a sample.
    return !policy.hasCache();
  }

  @Override
  public boolean learnsExclusions() {
    return policy.file().learnsExclusions();
  }

  @Override
  public List<String> labelAttributes() {
    return customizer == null ? Collections.emptyList() : customizer.attributesAsLabels();
  }

  @Override
  public Map<Leaf, Object> extraValues() {
    if (customizer == null || customizer.extraMetrics().isEmpty()) {
      return Collections.emptyMap();
    }
    Map<Leaf, Object> values = new LinkedHashMap<>();
    for (ExtraMetric extra : customizer.extraMetrics()) {
      values.put(Leaf.attribute(extra.name(), extra.description()), extra.value());
    }
    return Collections.unmodifiableMap(values);
  }

  @Override
  public String help(Leaf leaf) {
    return bean().help(leaf);
  }

  @Override
  public String objectName(Leaf leaf) {
    return bean().text(leaf, leaf.name());
  }

  @Override
  public Decision decide(Leaf leaf, Object value, String[] labels, @Nullable Decision earlier) {
    BeanText bean = bean();
    if (bean.isNeverExported(leaf.path().length == 0 ? leaf.name() : leaf.path()[0])) {
      return Decision.nothing(Scope.NUMBERS, -1, "never exported");
    }
    boolean isUnmatched = earlier != null && earlier.isRemembered();
    LeafText text = new LeafText(bean, leaf, value);
    boolean isOfNumbers = Numbers.isPlain(value) && !text.hasLineEnd();
    for (Rule rule : policy.rules()) {
      boolean isCached = rule.settings().cache();
      if (isUnmatched && isCached) {
        continue;
      }
      String matched = text.of(rule, isCached);
      Matcher match = rule.match(matched);
      if (match == null && rule.hasPattern()) {
        isOfNumbers = isOfNumbers && (rule.isBlind() || rule.isDeadFor(text.beginning(rule)));
        continue;
      }
      Scope scope =
          isOfNumbers && rule.isBlind() && !policy.hasCache() ? Scope.NUMBERS : Scope.TEXT;
      Decision made =
          new RuleMatch(rule, match, matched, bean, policy.file())
              .decide(leaf, value, labels, scope, describer(rule));
      if (isCached && made.isRemembered()) {
        return made;
      }
      return isUnmatched ? made.remembered() : made;
    }
    Scope scope = isOfNumbers && !policy.hasCache() ? Scope.NUMBERS : Scope.TEXT;
    Decision nothing = Decision.nothing(scope, -1, "no rule matches");
    return policy.hasCache() ? nothing.remembered() : nothing;
  }

  private Describer describer(Rule rule) {
    if (!rule.settings().attrNameSnakeCase()) {
      return this;
    }
    Describer known = inSnakeCase;
    if (known == null) {
      known = new InSnakeCase();
      inSnakeCase = known;
    }
    return known;
  }

  /** Describes the samples whose rule sees the names of attributes in snake case. */
  private final class InSnakeCase implements Describer {
    @Override
    public String help(Leaf leaf) {
      return bean().help(leaf);
    }

    @Override
    public String objectName(Leaf leaf) {
      return bean().text(leaf, Names.snakeCase(leaf.name()));
    }
  }

  private BeanText bean() {
    return policy.text(name);
  }
}
