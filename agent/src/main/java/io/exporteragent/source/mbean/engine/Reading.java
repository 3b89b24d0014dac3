package io.exporteragent.source.mbean.engine;

import io.exporteragent.model.Family;
import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.WeakHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import javax.management.MBeanInfo;
import javax.management.ObjectName;
import org.jspecify.annotations.Nullable;

/**
 * Gathers the samples of one scrape after the other into families. For one thread at a time, and
 * handed from one to the next under a lock or a volatile.
 */
final class Reading {
  private final Map<String, FamilyPlan> families = new HashMap<>();
  private final List<FamilyPlan> touched = new ArrayList<>();
  private final Map<BeanShape, WeakReference<BeanShape>> shapes = new WeakHashMap<>();
  private final Failures failures;
  private final UnaryOperator<String> units;
  private @Nullable Walk walk;
  private int scrape;
  private int remembered;
  private boolean isBuilding;
  private boolean isComplete;

  /**
   * Creates a reading without families.
   *
   * @param units tells the unit of a family by its name
   */
  Reading(Failures failures, UnaryOperator<String> units) {
    this.failures = failures;
    this.units = units;
  }

  /** Begins a scrape. */
  void begin() {
    scrape++;
    remembered = 0;
    isBuilding = false;
    isComplete = true;
    touched.clear();
  }

  Failures failures() {
    return failures;
  }

  int scrape() {
    return scrape;
  }

  /** Goes on with another walk. */
  void goOn(Walk next) {
    walk = next;
  }

  /** Returns the walk that reads now. */
  Walk walk() {
    return Objects.requireNonNull(walk);
  }

  /** Takes the value of a sample. */
  void see(Sample sample, double value) {
    if (sample.scrape == scrape) {
      // A bean has answered with one attribute twice.
      return;
    }
    FamilyPlan family = sample.family;
    if (family.scrape() != scrape) {
      family = begin(sample);
    }
    sample.scrape = scrape;
    family.add(sample, value);
  }

  private FamilyPlan begin(Sample sample) {
    String name = sample.family.name();
    FamilyPlan family = family(name);
    if (family != sample.family) {
      // A family that was gone for a while has come back, with another sample first.
      sample.family = family;
      sample.index = Sample.NOWHERE;
    }
    if (family.scrape() != scrape) {
      family.begin(scrape);
      touched.add(family);
    }
    return family;
  }

  private FamilyPlan family(String name) {
    FamilyPlan family = families.get(name);
    if (family == null) {
      family = new FamilyPlan(name, units.apply(name));
      families.put(name, family);
    }
    return family;
  }

  /** Makes a sample that is seen for the first time. */
  Sample sample(Decision.Form form, BeanPolicy policy, Leaf leaf) {
    FamilyPlan family = family(form.family());
    Describer own = form.describer();
    return Sample.of(family, LabelBytes.of(form.labels()), form, own == null ? policy : own, leaf);
  }

  /** Returns what an MBeanInfo says, the same object for all beans of one kind. */
  BeanShape shape(MBeanInfo info) {
    BeanShape made = new BeanShape(info);
    WeakReference<BeanShape> known = shapes.get(made);
    @Nullable BeanShape shared = known == null ? null : known.get();
    if (shared == null) {
      shapes.put(made, new WeakReference<>(made));
      shared = made;
    }
    return shared;
  }

  /** Notes that this scrape makes plans, which costs more than to follow them. */
  void building() {
    isBuilding = true;
  }

  /** Counts something that the policy remembers. */
  void countRemembered() {
    remembered++;
  }

  /** Notes that a bean is left out of this scrape. */
  void leftOut() {
    isComplete = false;
  }

  /** Reports that a rule cannot be applied to a value. */
  void failed(ObjectName bean, Leaf leaf, Decision decision) {
    failures.add(
        "rule " + decision.rule() + decision.reason(),
        () ->
            String.format(
                "%s; seen at attribute %s of %s, whose sample is left out",
                decision.reason(), leaf.name(), bean));
  }

  /** Reports that something of a bean cannot be read. */
  void failed(ObjectName bean, String what, Throwable cause) {
    failures.add(
        bean + " " + what,
        () ->
            String.format(
                "%s of %s cannot be read and is left out: %s",
                what, bean, Foreign.text(cause, walk())));
  }

  /** Counts an attribute that cannot be read, and reports the first of its bean. */
  void attributeFailed(ObjectName bean, String name, Throwable cause) {
    failures.add(bean + " attributes", () -> attributeLine(bean, name, cause));
  }

  /** Says, without counting it, that a bean leaves out an attribute, since that throws. */
  void attributeMissing(ObjectName bean, String name, Throwable cause) {
    failures.hint(bean + " attributes", () -> attributeLine(bean, name, cause));
  }

  private String attributeLine(ObjectName bean, String name, Throwable cause) {
    return String.format(
        "attribute %s of %s cannot be read and is left out: %s",
        name, bean, Foreign.text(cause, walk()));
  }

  /** Returns whether {@link #attributeMissing} would say anything. */
  boolean saysWhatIsMissing() {
    return failures.hasHintsLeft();
  }

  /** Says that a bean can only be asked for one attribute at a time. */
  void answersOneByOne(ObjectName bean, Throwable cause) {
    failures.hint(
        bean + " getAttributes",
        () ->
            String.format(
                "getAttributes of %s fails, so that its attributes are read one by one, and get no labels of attributesAsLabels: %s",
                bean, Foreign.text(cause, walk())));
  }

  /** Reports a bean that does not answer. */
  void hangs(ObjectName bean, long restNanos) {
    isComplete = false;
    failures.add(
        bean + " hangs",
        () ->
            String.format(
                "%s does not answer and is left out for %d s; exclude it, or see what it waits for with jstack",
                bean, TimeUnit.NANOSECONDS.toSeconds(restNanos)));
  }

  /** Reports that the time for a scrape is over before every bean was read. */
  void lacksTime(int beansLeft) {
    isComplete = false;
    failures.add(
        "time",
        () ->
            String.format(
                "%d MBeans could not be read before the scrape timed out; raise scrape_timeout, or exclude beans that are slow",
                beansLeft));
  }

  /** Reports samples that have the name and labels of another. */
  void twins(String family, String objectName, int count) {
    failures.add(
        "twins " + family,
        () ->
            String.format(
                "%d samples of %s have the labels of others and are left out, such as that of %s; make the rules give them different labels",
                count, family, objectName));
  }

  /** Reports a counter below zero. */
  void negative(String family, String objectName, double value) {
    failures.add(
        "negative " + family,
        () ->
            String.format(
                "counter %s would be %s at %s and is left out; make it a gauge",
                family, value, objectName));
  }

  /** Ends the scrape and returns its families. */
  List<Family> end() {
    List<Family> page = new ArrayList<>(touched.size());
    for (FamilyPlan family : touched) {
      page.add(family.family(this));
    }
    if (families.size() > touched.size()) {
      for (Iterator<FamilyPlan> i = families.values().iterator(); i.hasNext(); ) {
        if (i.next().scrape() != scrape) {
          i.remove();
        }
      }
    }
    return page;
  }

  int remembered() {
    return remembered;
  }

  boolean isComplete() {
    return isComplete;
  }

  boolean isBuilding() {
    return isBuilding;
  }
}
