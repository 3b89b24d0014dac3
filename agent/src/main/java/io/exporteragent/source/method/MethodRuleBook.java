package io.exporteragent.source.method;

import io.exporteragent.guest.AgentThreads;
import io.exporteragent.guest.Messages;
import io.exporteragent.guest.Signal;
import java.lang.instrument.Instrumentation;
import java.lang.reflect.InvocationTargetException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The task of the weaving thread: follows changes of the rules and newly loaded classes, and
 * finally restores everything.
 */
final class Weaving {
  private static final long PATIENCE_NANOS = TimeUnit.MINUTES.toNanos(1);

  private final Instrumentation instrumentation;
  private final Messages messages;
  private final LongSupplier nanoClock;
  private final Duration pause;
  private final Signal wake = new Signal();
  private volatile List<MethodRule> wanted;
  private volatile Map<MethodRule, MeasuredRule> rules = Collections.emptyMap();
  private volatile boolean closed;
  private @Nullable Session session;

  /**
   * @param pause between two searches of the loaded classes
   */
  Weaving(
      List<MethodRule> rules,
      Instrumentation instrumentation,
      Messages messages,
      LongSupplier nanoClock,
      Duration pause) {
    this.wanted = rules;
    this.instrumentation = instrumentation;
    this.messages = messages;
    this.nanoClock = nanoClock;
    this.pause = pause;
  }

  void use(List<MethodRule> newRules) {
    wanted = newRules;
    wake.give();
  }

  /** Returns the rules asked for. */
  List<MethodRule> wanted() {
    return wanted;
  }

  /** Returns the rules in effect. */
  Map<MethodRule, MeasuredRule> rules() {
    return rules;
  }

  /** Makes the thread restore everything without pauses, and end. */
  void close() {
    closed = true;
    wake.give();
  }

  /** Weaves until {@link #close}. If it throws, call it again: it continues where it was. */
  void run() throws InterruptedException {
    Session current = session;
    if (current == null) {
      current = begin();
      session = current;
    }
    if (current != null) {
      current.run();
    }
  }

  private @Nullable Session begin() {
    try {
      JavaBase javaBase = JavaBase.open(instrumentation);
      return new Session(javaBase, BootClass.in(javaBase));
    } catch (ReflectiveOperationException | RuntimeException | LinkageError e) {
      Throwable cause = e instanceof InvocationTargetException ? e.getCause() : e;
      messages.say(
          "this JVM does not let methods be measured, they are left alone: " + cause, cause);
      return null;
    }
  }

  /** The state that exists only where methods can be measured. */
  private final class Session {
    private final BootClass bootClass;
    private final AnnotationMentions mentions;
    private final Advices advices = new Advices();
    private final FirstCalls firstCalls;
    private final Weaver weaver;
    private final boolean hasArchive = FirstCalls.hasArchive();
    private final ClassWeaver classWeaver = new ClassWeaver();
    private boolean isWarm;
    private @Nullable AverageSampler sampler;

    Session(JavaBase javaBase, BootClass bootClass) {
      this.bootClass = bootClass;
      this.mentions = new AnnotationMentions(javaBase, messages);
      this.firstCalls = new FirstCalls(classWeaver);
      this.weaver = new Weaver(instrumentation, classWeaver, firstCalls, messages);
    }

    void run() throws InterruptedException {
      while (!closed) {
        wake.takeBack();
        adopt(wanted);
        List<MeasuredRule> inEffect = new ArrayList<>(rules.values());
        waitForFirstCalls();
        weaver.bringTo(inEffect, () -> wake.isGiven());
        waitForFirstCalls();
        inEffect.forEach(this::tellIfUnmatched);
        wake.await(pause.toNanos(), TimeUnit.NANOSECONDS);
      }
      end();
    }

    private void adopt(List<MethodRule> settings) {
      Map<MethodRule, MeasuredRule> next = new LinkedHashMap<>();
      for (MethodRule each : settings) {
        MeasuredRule kept = rules.get(each);
        next.put(each, kept == null ? newRule(each) : kept);
      }
      Map<MethodRule, MeasuredRule> before = rules;
      rules = next;
      before.forEach(
          (setting, rule) -> {
            if (!next.containsKey(setting)) {
              rule.release();
            }
          });
      sample(settings.stream().anyMatch(rule -> rule.average() != null));
    }

    private MeasuredRule newRule(MethodRule settings) {
      MethodPattern pattern = settings.pattern();
      Predicate<Class<?>> isAnnotated =
          pattern.isAnnotated() ? mentions.of(pattern::matchesAnnotation) : type -> true;
      return new MeasuredRule(settings, isAnnotated, bootClass, advices, nanoClock);
    }

    private void sample(boolean isWanted) {
      AverageSampler running = sampler;
      if (isWanted && running == null) {
        sampler =
            AverageSampler.start(
                () -> rules.values(), nanoClock, new AgentThreads("method-average", messages));
      } else if (!isWanted && running != null) {
        running.close();
        sampler = null;
      }
    }

    /** Awaits the classes of young rules that name one class and have not found it. */
    private void waitForFirstCalls() {
      Map<String, List<MeasuredRule>> awaited = new HashMap<>();
      for (MeasuredRule rule : rules.values()) {
        String name = rule.settings().pattern().exactClass();
        if (name != null
            && !hasArchive
            && rule.matches() == 0
            && rule.ageNanos() < PATIENCE_NANOS) {
          awaited.computeIfAbsent(name, key -> new ArrayList<>()).add(rule);
        }
      }
      if (!awaited.isEmpty() && !isWarm) {
        isWarm = true;
        classWeaver.warmUp(advices);
      }
      firstCalls.waitFor(awaited, instrumentation);
    }

    private void tellIfUnmatched(MeasuredRule rule) {
      if (rule.isOverdue(PATIENCE_NANOS)) {
        messages.say(
            String.format(
                "%s: \"%s\" matches no method in the classes loaded so far; it is looked for in those that will be",
                rule.settings().location(), rule.settings().id()));
      }
    }

    private void end() {
      sample(false);
      bootClass.clear();
      rules = Collections.emptyMap();
      firstCalls.waitFor(Collections.emptyMap(), instrumentation);
      weaver.restore();
    }
  }
}
