package io.exporteragent.source.mbean.engine;

import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import javax.management.Attribute;
import javax.management.AttributeList;
import javax.management.InstanceNotFoundException;
import javax.management.JMException;
import javax.management.MBeanInfo;
import javax.management.ObjectName;
import org.jspecify.annotations.Nullable;

/**
 * How one bean is read: which attributes, and what becomes of them. Made when the bean is first
 * seen, and again when its MBeanInfo says something else. Keeps nothing of the bean.
 *
 * <p>The MBeanInfo is compared by identity, which tells most changes and every re-registration of a
 * bean of another class: the JDK keeps one for each class of Standard MBeans and MXBeans. Beans
 * that make one for each call, as those of Kafka, are compared by what it says.
 */
final class BeanPlan {
  private static final String[] NO_LABELS = {};
  private static final WeakReference<MBeanInfo> NONE = new WeakReference<>(null);

  private final ObjectName bean;
  private final @Nullable BeanPolicy policy;
  private Set<String> excluded = Collections.emptySet();
  private WeakReference<MBeanInfo> info = NONE;
  private boolean isInfoMadeAnew;
  private @Nullable BeanShape shape;
  private @Nullable BeanValues values;
  private @Nullable BeanValues oneByOne;
  private boolean isFirst;

  /** The scrape in which the bean was last found. */
  int scrape;

  private @Nullable Walk hanging;
  private long restsUntilNanos;

  /**
   * Creates a plan.
   *
   * @param policy null if nothing becomes of the bean
   */
  BeanPlan(ObjectName bean, @Nullable BeanPolicy policy) {
    this.bean = bean;
    this.policy = policy;
  }

  ObjectName bean() {
    return bean;
  }

  /** Leaves the bean out for a while, at least until the walk that hangs in it has ended. */
  void rest(Walk walk, long untilNanos) {
    hanging = walk;
    restsUntilNanos = untilNanos;
  }

  private boolean isResting() {
    Walk walk = hanging;
    if (walk == null) {
      return false;
    }
    if (walk.hasEnded() && System.nanoTime() - restsUntilNanos >= 0) {
      hanging = null;
      return false;
    }
    return true;
  }

  /** Reads the bean, and makes of its values what becomes of them. */
  void read(Walk walk, Reading reading) {
    BeanPolicy by = policy;
    if (by == null) {
      return;
    }
    if (isResting()) {
      reading.leftOut();
      return;
    }
    BeanValues wanted;
    try {
      BeanValues known = values;
      wanted =
          known != null && !by.mayHaveOtherAttributes()
              ? known
              : look(walk.info(bean), by, reading);
    } catch (JMException e) {
      // The bean has gone since it was found.
      by.gone();
      return;
    } catch (Walk.Abandoned e) {
      throw e;
    } catch (Throwable e) {
      reading.failed(bean, "MBeanInfo", e);
      return;
    }
    if (wanted.names().length > 0) {
      read(wanted, by, walk, reading);
    }
  }

  private void read(BeanValues wanted, BeanPolicy by, Walk walk, Reading reading) {
    List<?> attributes;
    try {
      attributes = walk.attributes(bean, wanted.names());
    } catch (InstanceNotFoundException e) {
      by.gone();
      return;
    } catch (Walk.Abandoned e) {
      throw e;
    } catch (Throwable e) {
      readOneByOne(wanted, by, walk, reading, e);
      return;
    }
    try {
      if (attributes == null) {
        throw new IllegalStateException("getAttributes returned null");
      }
      wanted.accept(attributes, labels(attributes, by, walk, reading), reading);
      if (isFirst && attributes.size() < wanted.names().length && reading.saysWhatIsMissing()) {
        sayWhatIsMissing(attributes, wanted, walk, reading);
      }
      learn(wanted, by);
    } catch (Walk.Abandoned e) {
      throw e;
    } catch (Throwable e) {
      reading.failed(bean, "the answer", e);
    }
  }

  /** Asks once for what a bean has left out, since only then it says why. */
  private void sayWhatIsMissing(List<?> attributes, BeanValues wanted, Walk walk, Reading reading) {
    Set<String> missing = new LinkedHashSet<>(Arrays.asList(wanted.names()));
    for (Object each : attributes) {
      if (each instanceof Attribute) {
        missing.remove(((Attribute) each).getName());
      }
    }
    for (String name : missing) {
      try {
        walk.attribute(bean, name);
      } catch (Walk.Abandoned e) {
        throw e;
      } catch (Throwable e) {
        if (!isMeant(e)) {
          reading.attributeMissing(bean, name, e);
          return;
        }
      }
    }
  }

  /** Memory pools without a threshold, for instance, have the attribute nevertheless. */
  private static boolean isMeant(Throwable thrown) {
    Throwable root = Foreign.root(thrown);
    return root instanceof UnsupportedOperationException || root instanceof JMException;
  }

  // Another object says that the bean may be another one; what it says is compared then.
  @SuppressWarnings("ReferenceEquality")
  private BeanValues look(MBeanInfo now, BeanPolicy by, Reading reading) {
    BeanValues known = values;
    if (known != null && now == info.get()) {
      return known;
    }
    BeanShape before = shape;
    boolean isSame = known != null && before != null && before.isOf(now);
    if (isSame) {
      isInfoMadeAnew = true;
    }
    // An info that is made for each call is not worth a reference.
    info = isInfoMadeAnew ? NONE : new WeakReference<>(now);
    if (known != null && isSame) {
      return known;
    }
    BeanShape made = reading.shape(now);
    // What is trusted stays the same, or the bean is another one.
    shape = made.isTrusted() ? null : made;
    reading.building();
    isFirst = true;
    oneByOne = null;
    BeanValues planned = new BeanPlanner(bean, by, excluded).values(made, now, known);
    values = planned;
    return planned;
  }

  private String[] labels(List<?> attributes, BeanPolicy by, Walk walk, Reading reading) {
    List<String> named = by.labelAttributes();
    if (named.isEmpty()) {
      return NO_LABELS;
    }
    List<String> labels = new ArrayList<>();
    for (String name : new LinkedHashSet<>(named)) {
      for (int i = 0; i < attributes.size(); i++) {
        Object each = attributes.get(i);
        if (each instanceof Attribute && ((Attribute) each).getName().equals(name)) {
          Object value = ((Attribute) each).getValue();
          String text = value == null ? null : text(value, walk, reading);
          if (text != null) {
            labels.add(name);
            labels.add(text);
          }
        }
      }
    }
    return labels.toArray(new String[0]);
  }

  private @Nullable String text(Object value, Walk walk, Reading reading) {
    try {
      return walk.text(value);
    } catch (Walk.Abandoned e) {
      throw e;
    } catch (Throwable e) {
      reading.failed(bean, "toString", e);
      return null;
    }
  }

  private void learn(BeanValues wanted, BeanPolicy by) {
    Set<String> found = wanted.takeExcluded();
    exclude(found);
    boolean mayBeUnread = isFirst && by.mayLeaveUnread() && !by.usesText();
    if (!found.isEmpty() || mayBeUnread) {
      wanted.drop(found, mayBeUnread);
    }
    isFirst = false;
  }

  private void exclude(Set<String> found) {
    if (!found.isEmpty()) {
      Set<String> all = new TreeSet<>(excluded);
      all.addAll(found);
      excluded = all;
    }
  }

  /** Reads what a bean gives that does not answer when asked for several attributes at once. */
  private void readOneByOne(
      BeanValues wanted, BeanPolicy by, Walk walk, Reading reading, Throwable cause) {
    AttributeList attributes = new AttributeList();
    boolean hasAll = true;
    for (String name : wanted.names()) {
      try {
        attributes.add(new Attribute(name, walk.attribute(bean, name)));
      } catch (InstanceNotFoundException e) {
        by.gone();
        return;
      } catch (Walk.Abandoned e) {
        throw e;
      } catch (Throwable e) {
        hasAll = false;
        reading.attributeFailed(bean, name, e);
      }
    }
    if (hasAll) {
      reading.answersOneByOne(bean, cause);
    }
    if (oneByOne == null) {
      oneByOne = wanted.withoutLabelsAndExtras();
    }
    oneByOne.inherit(wanted);
    oneByOne.accept(attributes, NO_LABELS, reading);
    wanted.inherit(oneByOne);
    Set<String> found = oneByOne.takeExcluded();
    if (!found.isEmpty()) {
      exclude(found);
      oneByOne.drop(found, false);
      wanted.drop(found, false);
    }
  }
}
