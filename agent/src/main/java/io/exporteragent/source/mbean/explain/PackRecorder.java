package io.exporteragent.source.mbean.explain;

import io.exporteragent.source.mbean.engine.BeanPolicy;
import io.exporteragent.source.mbean.engine.Beans;
import io.exporteragent.source.mbean.engine.Decision;
import io.exporteragent.source.mbean.engine.Leaf;
import io.exporteragent.source.mbean.pack.PackPolicy;
import java.util.Collection;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import javax.management.ObjectName;
import org.jspecify.annotations.Nullable;

/** Tells what a pack makes of each value that it reads. For one thread at a time. */
final class PackRecorder implements Recorder<BeanPolicy> {
  private final String pack;
  private final PackPolicy policy;
  private final Answer answer;
  private final Map<ObjectName, Set<String>> exported;
  private int beans;
  private int samples;

  /**
   * Creates a recorder.
   *
   * @param exported receives the attributes that are read of each bean
   */
  PackRecorder(
      String pack, PackPolicy policy, Answer answer, Map<ObjectName, Set<String>> exported) {
    this.pack = pack;
    this.policy = policy;
    this.answer = answer;
    this.exported = exported;
  }

  @Override
  public void selected(Beans all, Collection<ObjectName> names) {
    beans = names.size();
  }

  @Override
  public @Nullable BeanPolicy policy(ObjectName bean) {
    return policy.of(bean);
  }

  @Override
  public void unread(ObjectName bean, BeanPolicy by, String attribute) {}

  @Override
  public void decided(ObjectName bean, BeanPolicy by, Leaf leaf, Object value, Decision decision) {
    String place = place(bean, leaf);
    int rule = decision.rule();
    if (rule < 0) {
      // A member of composite data of which the pack names others.
      return;
    }
    samples += decision.outcome() == Decision.Outcome.SAMPLE ? 1 : 0;
    int line = policy.metric(rule).line();
    Finding.of(bean, place + ": " + value, pack, line, decision, value).addTo(answer);
    note(bean, leaf);
  }

  @Override
  public void unusable(ObjectName bean, BeanPolicy by, Leaf leaf, Object value) {
    Finding.none(bean, place(bean, leaf), pack, Reasons.ofClass(value)).addTo(answer);
    note(bean, leaf);
  }

  @Override
  public void read(ObjectName bean, BeanPolicy by, Set<String> missing, boolean hasValues) {
    for (String attribute : missing) {
      Finding.none(
              bean, bean + " " + attribute, pack, hasValues ? Reasons.NO_VALUE : Reasons.NO_VALUES)
          .addTo(answer);
      note(bean, attribute);
    }
  }

  private void note(ObjectName bean, Leaf leaf) {
    note(bean, leaf.path().length == 0 ? leaf.name() : leaf.path()[0]);
  }

  private void note(ObjectName bean, String attribute) {
    exported.computeIfAbsent(bean, name -> new TreeSet<>()).add(attribute);
  }

  private static String place(ObjectName bean, Leaf leaf) {
    StringBuilder place = new StringBuilder(bean.toString()).append(' ');
    for (String step : leaf.path()) {
      place.append(step).append('.');
    }
    return place.append(leaf.name()).toString();
  }

  /** Says how much there was. */
  void end() {
    answer.say(String.format("pack \"%s\": MBeans read: %d, samples: %d", pack, beans, samples));
    if (policy.seriesLeftOut() > 0) {
      answer.say(
          String.format(
              "pack \"%s\": about %d series are left out, since there are more than mbeans.max_series",
              pack, policy.seriesLeftOut()));
    }
  }
}
