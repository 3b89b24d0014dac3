package io.exporteragent.source.mbean.explain;

import io.exporteragent.source.mbean.engine.Beans;
import io.exporteragent.source.mbean.engine.Decision;
import io.exporteragent.source.mbean.engine.Leaf;
import io.exporteragent.source.mbean.rules.JmxFile;
import io.exporteragent.source.mbean.rules.RuleBean;
import io.exporteragent.source.mbean.rules.RulePolicy;
import java.util.Collection;
import java.util.Set;
import java.util.TreeSet;
import javax.management.ObjectName;
import org.jspecify.annotations.Nullable;

/** Tells what the rules of a jmx_exporter file make of each value. For one thread at a time. */
final class RuleRecorder implements Recorder<RuleBean> {
  private final JmxFile file;
  private final RulePolicy policy;
  private final Answer answer;
  private final @Nullable RuleUse use;
  private final Set<ObjectName> others = new TreeSet<>();
  private int beans;
  private int values;
  private int samples;

  /**
   * Creates a recorder.
   *
   * @param use counts the use of rules, which is then all that is told; null to tell of each value
   */
  RuleRecorder(JmxFile file, RulePolicy policy, Answer answer, @Nullable RuleUse use) {
    this.file = file;
    this.policy = policy;
    this.answer = answer;
    this.use = use;
  }

  @Override
  public void selected(Beans all, Collection<ObjectName> names) {
    beans = names.size();
    if (use == null) {
      others.addAll(all.matching(null));
      others.removeAll(names);
    }
  }

  @Override
  public RuleBean policy(ObjectName bean) {
    return policy.of(bean);
  }

  @Override
  public void unread(ObjectName bean, RuleBean by, String attribute) {
    none(bean, place(bean, attribute), "not read because of " + by.whyUnread(attribute));
  }

  @Override
  public void decided(ObjectName bean, RuleBean by, Leaf leaf, Object value, Decision decision) {
    boolean isSample = decision.outcome() == Decision.Outcome.SAMPLE && canBeShown(value, decision);
    values++;
    samples += isSample ? 1 : 0;
    if (use != null) {
      use.add(decision.rule(), isSample, by.matching(leaf, value));
      return;
    }
    String text = by.text(leaf, value, decision.rule());
    int rule = decision.rule();
    if (decision.outcome() == Decision.Outcome.SAMPLE && !isSample) {
      none(bean, text, "text needs a value");
    } else {
      int line = rule < 0 ? 0 : file.rules().get(rule).line();
      Finding.of(bean, text, null, line, decision, value).addTo(answer);
    }
  }

  /** A rule that remembers decides for all values to come, of which text may be the first. */
  private static boolean canBeShown(Object value, Decision decision) {
    Decision.Form form = decision.form();
    return !(value instanceof String) || (form != null && form.isConstant());
  }

  @Override
  public void unusable(ObjectName bean, RuleBean by, Leaf leaf, Object value) {
    none(bean, by.text(leaf, "", -1).trim(), Reasons.ofClass(value));
  }

  @Override
  public void read(ObjectName bean, RuleBean by, Set<String> missing, boolean hasValues) {
    for (String attribute : missing) {
      none(bean, place(bean, attribute), hasValues ? Reasons.NO_VALUE : Reasons.NO_VALUES);
    }
  }

  private static String place(ObjectName bean, String attribute) {
    return bean + " " + attribute;
  }

  private void none(ObjectName bean, String text, String reason) {
    if (use == null) {
      Finding.none(bean, text, null, reason).addTo(answer);
    }
  }

  /** Tells of the beans that were not read, and how much there was. */
  void end() {
    for (ObjectName other : others) {
      none(other, other.toString(), "not read because of " + policy.whyLeftOut(other));
    }
    if (use != null) {
      use.addTo(answer);
    }
    answer.say(String.format("MBeans read: %d, values: %d, samples: %d", beans, values, samples));
  }
}
