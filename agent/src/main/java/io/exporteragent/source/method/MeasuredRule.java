package io.exporteragent.source.method;

import io.exporteragent.weave.Rule;
import io.exporteragent.weave.Weaving;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * A rule in effect, its series and how many methods it has found. {@link #mayMatch} and {@link
 * #isOverdue} are for the weaving thread only; all else is thread-safe.
 */
final class MeasuredRule implements Rule {
  private static final long PATIENCE_NANOS = TimeUnit.MINUTES.toNanos(1);

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

  @Override
  public boolean mayMatch(Class<?> type) {
    return !hasTooMany && matcher.mayMatch(type) && mentionsAnnotation.test(type);
  }

  /** Adds the advice for each matching method, and returns its series. */
  @Override
  public List<Series> addTo(
      Weaving weaving,
      String className,
      @Nullable ClassLoader loader,
      @Nullable Class<?> type,
      byte[] classFile) {
    List<Series> found = new ArrayList<>();
    for (String method : matcher.methodsIn(classFile)) {
      String name = method.substring(0, method.indexOf('('));
      Series itsSeries =
          series.computeIfAbsent(rule.labelsOf(className, name), labels -> newSeries(labels));
      itsSeries.advice().forEach(each -> weaving.add(method, each));
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

  /** Returns the class of a young rule that names one and has not found it. */
  @Override
  public @Nullable String awaitedClass() {
    return matches == 0 && isYoung() ? rule.pattern().exactClass() : null;
  }

  private boolean isYoung() {
    return nanoClock.getAsLong() - sinceNanos < PATIENCE_NANOS;
  }

  /** Returns whether the rule has found nothing for a minute; true at most once. */
  boolean isOverdue() {
    if (isToldToBeOverdue || matches > 0 || isYoung()) {
      return false;
    }
    isToldToBeOverdue = true;
    return true;
  }

  /** Suppresses {@link #isOverdue}. */
  @Override
  public void cannotBeWoven() {
    isToldToBeOverdue = true;
  }

  /** Returns how many methods have been found. */
  int matches() {
    return matches;
  }

  @Override
  public @Nullable String found(int methods) {
    if (hasTooMany) {
      return null;
    }
    matches = methods;
    if (methods <= rule.max()) {
      return null;
    }
    hasTooMany = true;
    release();
    return String.format(
        "%s: \"%s\" matches more than %d methods, so none of them is measured: narrow it or raise its max",
        rule.location(), rule.id(), rule.max());
  }

  /** Releases all series; code still woven for them then does nothing. */
  void release() {
    series.values().forEach(each -> each.release(bootClass));
    series.clear();
  }
}
