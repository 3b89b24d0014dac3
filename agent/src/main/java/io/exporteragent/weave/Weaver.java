package io.exporteragent.source.method;

import io.exporteragent.guest.Management;
import io.exporteragent.guest.Messages;
import java.lang.instrument.Instrumentation;
import java.lang.instrument.UnmodifiableClassException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.WeakHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/**
 * Brings the loaded classes to the state the rules ask for, a few at a time: classes that match a
 * rule are woven, those woven for a removed rule are restored. Not thread-safe.
 */
final class Weaver {
  private static final int BATCH = 10;
  private static final int HURRIED_BATCH = 100;
  private static final long PAUSE_MILLIS = 50;
  private static final int MAX_TOLD_FAILURES = 10;

  private final Instrumentation instrumentation;
  private final ClassWeaver classWeaver;
  private final FirstCalls firstCalls;
  private final Messages messages;
  private final Map<Class<?>, Map<MeasuredRule, Integer>> applied = new WeakHashMap<>();
  private List<MeasuredRule> appliedRules = Collections.emptyList();
  private long loadedAtLastSearch = -1;
  private int failures;

  Weaver(
      Instrumentation instrumentation,
      ClassWeaver classWeaver,
      FirstCalls firstCalls,
      Messages messages) {
    this.instrumentation = instrumentation;
    this.classWeaver = classWeaver;
    this.firstCalls = firstCalls;
    this.messages = messages;
  }

  /**
   * Weaves and restores classes as needed, a few at a time with pauses in between: the JVM stops
   * all threads while it changes classes. Searches only if the rules or the loaded classes changed.
   *
   * @param rules those now in effect; a class is not searched again for the same rule
   * @param isOutdated called between batches; true leaves the rest to the next call
   * @throws InterruptedException if the thread is interrupted; the rest is left to the next call
   */
  void bringTo(List<MeasuredRule> rules, BooleanSupplier isOutdated) throws InterruptedException {
    long loaded = Management.loadedClasses();
    if (loaded == loadedAtLastSearch && rules.equals(appliedRules)) {
      return;
    }
    loadedAtLastSearch = -1;
    appliedRules = rules;
    List<Class<?>> due = due(rules);
    while (!due.isEmpty()) {
      List<Class<?>> batch = due.subList(0, Math.min(due.size(), BATCH));
      retransform(batch, rules);
      batch.clear();
      if (tellMatches(rules)) {
        // Classes just woven for the rule that matches too many methods are due again.
        due = due(rules);
      }
      if (isOutdated.getAsBoolean()) {
        return;
      }
      TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
    }
    loadedAtLastSearch = loaded;
  }

  /** Restores all classes, without pauses. */
  void restore() {
    List<Class<?>> due = due(Collections.emptyList());
    for (int i = 0; i < due.size(); i += HURRIED_BATCH) {
      retransform(due.subList(i, Math.min(due.size(), i + HURRIED_BATCH)), Collections.emptyList());
    }
  }

  private List<Class<?>> due(List<MeasuredRule> rules) {
    List<Class<?>> due = new ArrayList<>();
    for (Class<?> type : instrumentation.getAllLoadedClasses()) {
      if (isDue(type, wanted(type, rules))) {
        due.add(type);
      }
    }
    return due;
  }

  private boolean isDue(Class<?> type, Set<MeasuredRule> wanted) {
    Map<MeasuredRule, Integer> present = applied.get(type);
    if (present == null) {
      return !wanted.isEmpty() || firstCalls.hasWoven(type.getName());
    }
    if (!present.keySet().containsAll(wanted)) {
      return true;
    }
    for (Map.Entry<MeasuredRule, Integer> each : present.entrySet()) {
      if (each.getValue() > 0 && !wanted.contains(each.getKey())) {
        return true;
      }
    }
    return false;
  }

  private Set<MeasuredRule> wanted(Class<?> type, List<MeasuredRule> rules) {
    Set<MeasuredRule> wanted = Collections.emptySet();
    for (MeasuredRule rule : rules) {
      if (rule.mayMatch(type) && instrumentation.isModifiableClass(type)) {
        wanted = wanted.isEmpty() ? new LinkedHashSet<>() : wanted;
        wanted.add(rule);
      }
    }
    return wanted;
  }

  private void retransform(List<Class<?>> types, List<MeasuredRule> rules) {
    Map<Class<?>, Set<MeasuredRule>> wanted = new HashMap<>();
    for (Class<?> type : types) {
      wanted.put(type, wanted(type, rules));
    }
    Batch batch = new Batch(classWeaver, wanted);
    try {
      batch.retransform(instrumentation);
      wanted.forEach((type, itsRules) -> record(batch, type, itsRules));
    } catch (UnmodifiableClassException | RuntimeException | Error e) {
      if (types.size() > 1) {
        types.forEach(type -> retransform(Collections.singletonList(type), rules));
      } else {
        failed(batch, types.get(0), wanted(types.get(0), rules), e);
      }
    }
  }

  private void record(Batch batch, Class<?> type, Set<MeasuredRule> rules) {
    Throwable failure = batch.failure(type);
    if (failure != null) {
      failed(batch, type, rules, failure);
      return;
    }
    Map<MeasuredRule, List<Series>> matches = batch.matches(type);
    Map<MeasuredRule, Integer> present = new HashMap<>();
    for (MeasuredRule rule : rules) {
      List<Series> found = matches.getOrDefault(rule, Collections.emptyList());
      found.forEach(Series::woven);
      present.put(rule, found.size());
    }
    applied.put(type, present);
  }

  /** Records the class as processed, so that it is not tried again at every search. */
  private void failed(Batch batch, Class<?> type, Set<MeasuredRule> rules, Throwable cause) {
    if (cause instanceof OutOfMemoryError) {
      // Not the fault of the class, which is tried again later.
      throw (OutOfMemoryError) cause;
    }
    Map<MeasuredRule, List<Series>> matches = batch.matches(type);
    Map<MeasuredRule, Integer> present = new HashMap<>();
    for (MeasuredRule rule : rules) {
      present.put(rule, 0);
      List<Series> found = matches.get(rule);
      if (found == null || !found.isEmpty()) {
        rule.cannotBeWoven();
      }
    }
    applied.put(type, present);
    failures++;
    if (failures <= MAX_TOLD_FAILURES) {
      messages.say(
          String.format(
              "class %s could not be changed, so its methods stay as they are: %s%s",
              type.getName(),
              String.valueOf(cause).replaceAll("\\s+", " "),
              failures < MAX_TOLD_FAILURES ? "" : "; further classes are not reported"),
          cause);
    }
  }

  /** Returns whether a rule has just turned out to match too many methods. */
  private boolean tellMatches(List<MeasuredRule> rules) {
    Map<MeasuredRule, Integer> sums = new HashMap<>();
    applied
        .values()
        .forEach(matches -> matches.forEach((rule, n) -> sums.merge(rule, n, Integer::sum)));
    boolean isAnyOver = false;
    for (MeasuredRule rule : rules) {
      if (rule.found(sums.getOrDefault(rule, 0))) {
        isAnyOver = true;
        messages.say(
            String.format(
                "%s: \"%s\" matches more than %d methods, so none of them is measured: narrow it or raise its max",
                rule.settings().location(), rule.settings().id(), rule.settings().max()));
      }
    }
    return isAnyOver;
  }
}
