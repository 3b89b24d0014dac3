package io.exporteragent.weave;

import io.exporteragent.guest.Management;
import io.exporteragent.guest.Messages;
import java.lang.instrument.Instrumentation;
import java.lang.instrument.UnmodifiableClassException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.WeakHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;

/**
 * Brings the loaded classes to the state the rules ask for, a few at a time: classes that match a
 * rule are woven, those woven for a removed rule are restored. Not thread-safe.
 */
final class Weaver {
  private static final int BATCH = 10;
  private static final int HURRIED_BATCH = 100;
  private static final long PAUSE_MILLIS = 50;
  private static final int MAX_TOLD_FAILURES = 10;

  /** Classes loaded between two glances from which an application is far from its first call. */
  private static final int MANY_LOADED = 50;

  private static final Map<Rule, Integer> NOT_PROCESSED = Collections.emptyMap();

  private final Instrumentation instrumentation;
  private final ClassWeaver classWeaver;
  private final FirstCalls firstCalls;
  private final Messages messages;
  private final Map<Class<?>, Map<Rule, Integer>> applied = new WeakHashMap<>();
  private RuleIndex index = new RuleIndex(Collections.emptyList());
  private RuleIndex searched = index;
  private RuleIndex glanced = index;
  private long loadedAtLastSearch = -1;
  private long loadedAtLastGlance = -1;
  private long loadedBefore;
  private boolean isBusy;
  private boolean hasBeenBusy;

  /** Whether a class has been met that was woven while it was loaded. */
  private boolean isMoreKnown;

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
   * Weaves and restores classes as needed, those that rules name as {@link #weaveNamed} does, all
   * others a few at a time with pauses in between: the JVM stops all threads while it changes
   * classes. Searches only if the rules or the loaded classes changed.
   *
   * @param rules those now in effect; a class is not searched again for the same rule
   * @param isOutdated called between batches; true leaves the rest to the next call
   * @throws InterruptedException if the thread is interrupted; the rest is left to the next call
   */
  void bringTo(List<Rule> rules, BooleanSupplier isOutdated) throws InterruptedException {
    long loaded = Management.loadedClasses();
    use(rules);
    if (loaded == loadedAtLastSearch && searched == index) {
      return;
    }
    loadedAtLastSearch = -1;
    hasBeenBusy = false;
    searched = index;
    List<Class<?>> due = due();
    List<Class<?>> named = new ArrayList<>(due);
    named.removeIf(type -> !index.isNamed(type));
    due.removeAll(named);
    if (weaveAtOnce(named)) {
      due = due();
    }
    loadedAtLastGlance = loaded;
    glanced = index;
    while (!due.isEmpty()) {
      List<Class<?>> batch = due.subList(0, Math.min(due.size(), BATCH));
      retransform(batch);
      batch.clear();
      if (tellMatches()) {
        // Classes just woven for the rule that matches too much are due again.
        due = due();
      }
      if (isOutdated.getAsBoolean()) {
        return;
      }
      TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
    }
    loadedAtLastSearch = loaded;
  }

  /**
   * Weaves the classes that rules name, all at once, since what begins in one of them may end in
   * another. Looks for them only if the rules or the loaded classes changed; that is a fraction of
   * the work of a search.
   *
   * @param rules all that are in effect
   */
  private void weaveNamed(List<Rule> rules) {
    long loaded = Management.loadedClasses();
    use(rules);
    if (loaded == loadedAtLastGlance && glanced == index) {
      return;
    }
    loadedAtLastGlance = loaded;
    glanced = index;
    if (weaveAtOnce(loadedClasses(type -> index.isNamed(type) && isDue(type, wanted(type))))) {
      loadedAtLastSearch = -1;
    }
  }

  /** Returns whether a rule has just turned out to match too much. */
  private boolean weaveAtOnce(List<Class<?>> due) {
    if (due.isEmpty() && !isMoreKnown) {
      return false;
    }
    isMoreKnown = false;
    if (!due.isEmpty()) {
      retransform(due);
    }
    return tellMatches();
  }

  /**
   * Weaves the classes that rules name, if one may just have been loaded. While an application
   * starts it needs the processors itself, and each change of classes stops it: then this leaves
   * them to {@link #bringTo}.
   *
   * @param rules all that are in effect
   * @return whether the application has come to rest, so that a search is due
   */
  boolean glance(List<Rule> rules) {
    long before = loadedBefore;
    boolean wasBusy = isBusy;
    loadedBefore = Management.loadedClasses();
    isBusy = loadedBefore - before >= MANY_LOADED;
    hasBeenBusy |= isBusy;
    if (isBusy || wasBusy) {
      return false;
    }
    if (!hasBeenBusy) {
      weaveNamed(rules);
    }
    return hasBeenBusy;
  }

  /**
   * Restores the classes woven for any other rule, without pauses; those woven for these rules too
   * are woven again for these alone.
   */
  void withdrawAllBut(List<Rule> rules) {
    loadedAtLastSearch = -1;
    use(rules);
    List<Class<?>> due = loadedClasses(type -> isWovenForOthers(present(type), rules));
    for (int i = 0; i < due.size(); i += HURRIED_BATCH) {
      retransform(due.subList(i, Math.min(due.size(), i + HURRIED_BATCH)));
    }
    // A class woven again may have been due for another rule as well.
    tellMatches();
  }

  private void use(List<Rule> rules) {
    if (!index.isOf(rules)) {
      index = new RuleIndex(rules);
    }
  }

  private List<Class<?>> due() {
    Class<?>[] loaded = instrumentation.getAllLoadedClasses();
    index.searching(loaded);
    return those(type -> isDue(type, wanted(type)), loaded);
  }

  private List<Class<?>> loadedClasses(Predicate<Class<?>> isDue) {
    return those(isDue, instrumentation.getAllLoadedClasses());
  }

  private static List<Class<?>> those(Predicate<Class<?>> isDue, Class<?>[] loaded) {
    List<Class<?>> due = new ArrayList<>();
    for (Class<?> type : loaded) {
      // Half of the classes are the JDK's, and asking for the name of a class makes the JVM keep
      // it.
      if (type.getClassLoader() != null && !type.isArray() && isDue.test(type)) {
        due.add(type);
      }
    }
    return due;
  }

  private boolean isDue(Class<?> type, List<Rule> wanted) {
    Map<Rule, Integer> present = present(type);
    return !present.keySet().containsAll(wanted) || isWovenForOthers(present, wanted);
  }

  /** Returns how much each rule has found in a class; nothing if it has not been processed. */
  private Map<Rule, Integer> present(Class<?> type) {
    Map<Rule, List<? extends Match>> found =
        applied.containsKey(type) ? null : firstCalls.foundIn(type);
    if (found != null) {
      Map<Rule, Integer> whileLoading = new HashMap<>();
      found.forEach((rule, matches) -> whileLoading.put(rule, matches.size()));
      applied.put(type, whileLoading);
      isMoreKnown = true;
    }
    return applied.getOrDefault(type, NOT_PROCESSED);
  }

  private static boolean isWovenForOthers(Map<Rule, Integer> present, Collection<Rule> wanted) {
    for (Map.Entry<Rule, Integer> each : present.entrySet()) {
      if (each.getValue() > 0 && !wanted.contains(each.getKey())) {
        return true;
      }
    }
    return false;
  }

  private List<Rule> wanted(Class<?> type) {
    List<Rule> matching = index.matching(type);
    return matching.isEmpty() || instrumentation.isModifiableClass(type)
        ? matching
        : Collections.emptyList();
  }

  private void retransform(List<Class<?>> types) {
    Map<Class<?>, List<Rule>> wanted = new HashMap<>();
    for (Class<?> type : types) {
      wanted.put(type, wanted(type));
    }
    Batch batch = new Batch(classWeaver, wanted);
    try {
      batch.retransform(instrumentation);
      wanted.forEach((type, itsRules) -> record(batch, type, itsRules));
    } catch (UnmodifiableClassException | RuntimeException | Error e) {
      if (types.size() > 1) {
        types.forEach(type -> retransform(Collections.singletonList(type)));
      } else {
        failed(batch, types.get(0), wanted(types.get(0)), e);
      }
    }
  }

  private void record(Batch batch, Class<?> type, List<Rule> rules) {
    Throwable failure = batch.failure(type);
    if (failure != null) {
      failed(batch, type, rules, failure);
      return;
    }
    Map<Rule, List<? extends Match>> matches = batch.matches(type);
    Map<Rule, Integer> present = new HashMap<>();
    for (Rule rule : rules) {
      List<? extends Match> found = matches.getOrDefault(rule, Collections.emptyList());
      found.forEach(Match::woven);
      present.put(rule, found.size());
    }
    applied.put(type, present);
  }

  /** Records the class as processed, so that it is not tried again at every search. */
  private void failed(Batch batch, Class<?> type, List<Rule> rules, Throwable cause) {
    if (cause instanceof OutOfMemoryError) {
      // Not the fault of the class, which is tried again later.
      throw (OutOfMemoryError) cause;
    }
    Map<Rule, List<? extends Match>> matches = batch.matches(type);
    Map<Rule, Integer> present = new HashMap<>();
    for (Rule rule : rules) {
      present.put(rule, 0);
      List<? extends Match> found = matches.get(rule);
      if (found == null || !found.isEmpty()) {
        rule.cannotBeWoven();
      }
    }
    applied.put(type, present);
    failures++;
    if (failures <= MAX_TOLD_FAILURES) {
      messages.say(
          String.format(
              "class %s could not be changed, so it stays as it is: %s%s",
              type.getName(),
              String.valueOf(cause).replaceAll("\\s+", " "),
              failures < MAX_TOLD_FAILURES ? "" : "; further classes are not reported"),
          cause);
    }
  }

  /** Returns whether a rule has just turned out to match too much. */
  private boolean tellMatches() {
    Map<Rule, Integer> sums = new HashMap<>();
    applied
        .values()
        .forEach(matches -> matches.forEach((rule, n) -> sums.merge(rule, n, Integer::sum)));
    boolean isAnyOver = false;
    for (Rule rule : index.rules()) {
      String line = rule.found(sums.getOrDefault(rule, 0));
      if (line != null) {
        isAnyOver = true;
        messages.say(line);
      }
    }
    return isAnyOver;
  }
}
