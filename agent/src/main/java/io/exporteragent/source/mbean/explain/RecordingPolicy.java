package io.exporteragent.source.mbean.explain;

import io.exporteragent.source.mbean.engine.BeanPolicy;
import io.exporteragent.source.mbean.engine.Beans;
import io.exporteragent.source.mbean.engine.Decision;
import io.exporteragent.source.mbean.engine.Leaf;
import io.exporteragent.source.mbean.engine.Policy;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import javax.management.ObjectName;
import org.jspecify.annotations.Nullable;

/**
 * Passes everything on to the policy by which a page is made, and tells a recorder. Differs from it
 * in two things: beans are read in the order of their names, and what is read need not be of use.
 *
 * @param <B> the policies of its beans
 */
final class RecordingPolicy<B extends BeanPolicy> implements Policy {
  private final Policy policy;
  private final Recorder<B> recorder;
  private @Nullable RecordingBean current;

  RecordingPolicy(Policy policy, Recorder<B> recorder) {
    this.policy = policy;
    this.recorder = recorder;
  }

  @Override
  public Collection<ObjectName> select(Beans beans) {
    List<ObjectName> names = new ArrayList<>(policy.select(beans));
    names.sort(Comparator.comparing(ObjectName::getCanonicalName));
    recorder.selected(beans, names);
    return names;
  }

  @Override
  public @Nullable BeanPolicy of(ObjectName bean) {
    B real = recorder.policy(bean);
    return real == null ? null : new RecordingBean(bean, real);
  }

  @Override
  public String unit(String family) {
    return policy.unit(family);
  }

  /** Tells of the bean that was read last. */
  void end() {
    RecordingBean last = current;
    current = null;
    if (last != null) {
      recorder.read(last.name, last.policy, last.awaited, last.hasValues);
    }
  }

  /** The policy of one bean, which the engine asks for its attributes first. */
  private final class RecordingBean implements BeanPolicy {
    private final ObjectName name;
    private final B policy;
    private final Set<String> awaited = new TreeSet<>();
    private boolean hasValues;

    RecordingBean(ObjectName name, B policy) {
      this.name = name;
      this.policy = policy;
    }

    @Override
    @SuppressWarnings("ReferenceEquality") // each bean has one of these
    public boolean reads(String attribute) {
      if (current != this) {
        end();
        current = this;
      }
      if (policy.reads(attribute)) {
        awaited.add(attribute);
        return true;
      }
      recorder.unread(name, policy, attribute);
      return false;
    }

    @Override
    public boolean mayHaveOtherAttributes() {
      return policy.mayHaveOtherAttributes();
    }

    @Override
    public void gone() {
      policy.gone();
    }

    /** Text is shown, whether or not it can become something. */
    @Override
    public boolean usesText() {
      return true;
    }

    @Override
    public boolean mayLeaveUnread() {
      return false;
    }

    @Override
    public boolean learnsExclusions() {
      return policy.learnsExclusions();
    }

    @Override
    public List<String> labelAttributes() {
      return policy.labelAttributes();
    }

    @Override
    public Map<Leaf, Object> extraValues() {
      return policy.extraValues();
    }

    @Override
    public void cannotUse(Leaf leaf, Object value) {
      found(leaf);
      recorder.unusable(name, policy, leaf, value);
    }

    @Override
    public Decision decide(Leaf leaf, Object value, String[] labels, @Nullable Decision earlier) {
      found(leaf);
      Decision decision = policy.decide(leaf, value, labels, earlier);
      recorder.decided(name, policy, leaf, value, decision);
      return decision;
    }

    private void found(Leaf leaf) {
      hasValues = true;
      awaited.remove(leaf.path().length == 0 ? leaf.name() : leaf.path()[0]);
    }

    @Override
    public String help(Leaf leaf) {
      return policy.help(leaf);
    }

    @Override
    public String objectName(Leaf leaf) {
      return policy.objectName(leaf);
    }
  }
}
