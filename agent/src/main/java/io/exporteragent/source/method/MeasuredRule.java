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
 * A rule in effect, its series and how many methods it has found. Compared by identity. {@link
 * #mayMatch} and {@link #isOverdue} are for the weaving thread only; all else is thread-safe.
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
   * @param mentionsAnnotation whether a class may have the pattern's annotation; called only for
   *     classes whose name matches
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

  /** Returns whether the class should be searched for matching methods. */
  boolean mayMatch(Class<?> type) {
    return !hasTooMany && matcher.mayMatch(type) && mentionsAnnotation.test(type);
  }

  /**
   * Adds the advice for each matching method.
   *
   * @param className the binary name
   * @param advice by the method's name and descriptor
   * @return the series of each matching method
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

  /** Returns the series of methods woven so far; none once there are too many methods. */
  Collection<Series> series() {
    List<Series> woven = new ArrayList<>();
    for (Series each : series.values()) {
      if (each.isWoven()) {
        woven.add(each);
      }
    }
    return woven;
  }

  /** Returns for how long the rule has been in effect. */
  long ageNanos() {
    return nanoClock.getAsLong() - sinceNanos;
  }

  /** Returns whether the rule has found nothing for this long; true at most once. */
  boolean isOverdue(long patienceNanos) {
    if (isToldToBeOverdue || matches > 0 || ageNanos() < patienceNanos) {
      return false;
    }
    isToldToBeOverdue = true;
    return true;
  }

  /** Suppresses {@link #isOverdue}: a matching class cannot be changed, which has been reported. */
  void cannotBeWoven() {
    isToldToBeOverdue = true;
  }

  /** Returns how many methods have been found. */
  int matches() {
    return matches;
  }

  /**
   * Sets the number of methods found in all classes.
   *
   * @return whether this is, for the first time, more than the rule allows; it then matches no more
   *     methods
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

  /** Releases all series; code still woven for them then does nothing. */
  void release() {
    series.values().forEach(each -> each.release(bootClass));
    series.clear();
  }
}
