package io.exporteragent.source.method;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import net.bytebuddy.asm.Advice;

/**
 * A rule in effect, its series and how many methods it has found. Equal to itself alone. {@link
 * #mayMatch} and {@link #isOverdue} are for the weaving thread only, everything else for any.
 */
final class MeasuredRule {
  private final MethodRule rule;
  private final MethodMatcher matcher;
  private final Predicate<Class<?>> mentionsAnnotation;
  private final BootClass bootClass;
  private final Advices advices;
  private final LongSupplier nanoClock;
  private final Map<Map<String, String>, Series> series = new ConcurrentHashMap<>();
  private final long sinceNanos;
  private volatile int matches;
  private volatile boolean hasTooMany;
  private boolean isToldToBeOverdue;

  /**
   * @param mentionsAnnotation whether a class has the annotation asked for somewhere; asked only
   *     about classes that have the right name
   */
  MeasuredRule(
      MethodRule rule,
      Predicate<Class<?>> mentionsAnnotation,
      BootClass bootClass,
      Advices advices,
      LongSupplier nanoClock) {
    this.rule = rule;
    this.matcher = MethodMatcher.of(rule.pattern());
    this.mentionsAnnotation = mentionsAnnotation;
    this.bootClass = bootClass;
    this.advices = advices;
    this.nanoClock = nanoClock;
    this.sinceNanos = nanoClock.getAsLong();
  }

  MethodRule settings() {
    return rule;
  }

  /** Whether the class should be looked into for methods that match. */
  boolean mayMatch(Class<?> type) {
    return !hasTooMany && matcher.mayMatch(type) && mentionsAnnotation.test(type);
  }

  /**
   * Adds the advice for each method that matches.
   *
   * @param className the binary name
   * @param advice by the method's name and descriptor
   * @return the series of each method that matches
   */
  List<Series> addAdvice(String className, byte[] classFile, Map<String, List<Advice>> advice) {
    List<Series> found = new ArrayList<>();
    for (String method : matcher.methodsIn(classFile)) {
      String name = method.substring(0, method.indexOf('('));
      Series itsSeries =
          series.computeIfAbsent(rule.labelsOf(className, name), labels -> newSeries(labels));
      advice.computeIfAbsent(method, key -> new ArrayList<>()).addAll(itsSeries.advice());
      found.add(itsSeries);
    }
    return found;
  }

  private Series newSeries(Map<String, String> labels) {
    return new Series(rule, labels, bootClass, advices, nanoClock.getAsLong());
  }

  /** Those of methods woven so far; none once there are too many methods. */
  Collection<Series> series() {
    List<Series> woven = new ArrayList<>();
    for (Series each : series.values()) {
      if (each.isWoven()) {
        woven.add(each);
      }
    }
    return woven;
  }

  /** For how long the rule has been in effect. */
  long ageNanos() {
    return nanoClock.getAsLong() - sinceNanos;
  }

  /** Whether the rule has found nothing for this long; true once at most. */
  boolean isOverdue(long patienceNanos) {
    if (isToldToBeOverdue || matches > 0 || ageNanos() < patienceNanos) {
      return false;
    }
    isToldToBeOverdue = true;
    return true;
  }

  /** Remembers that a class it matches cannot be changed, of which the user has been told. */
  void cannotBeWoven() {
    isToldToBeOverdue = true;
  }

  /** How many methods have been found. */
  int matches() {
    return matches;
  }

  /**
   * Tells how many methods have been found in all classes.
   *
   * @return whether these are for the first time more than the rule allows; it matches nothing any
   *     more then
   */
  boolean found(int methods) {
    if (hasTooMany) {
      return false;
    }
    matches = methods;
    if (methods <= rule.max()) {
      return false;
    }
    hasTooMany = true;
    release();
    return true;
  }

  /** Lets go of all series; code still woven for them does nothing any more. */
  void release() {
    series.values().forEach(each -> each.release(bootClass));
    series.clear();
  }
}
