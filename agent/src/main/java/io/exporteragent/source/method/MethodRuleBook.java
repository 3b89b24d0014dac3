package io.exporteragent.source.method;

import io.exporteragent.guest.AgentThreads;
import io.exporteragent.guest.Messages;
import io.exporteragent.weave.ClassWeaver;
import io.exporteragent.weave.JavaBase;
import io.exporteragent.weave.RuleBook;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The rules for methods: those asked for become those in effect when the weaving thread asks. Any
 * thread may call {@link #use}, {@link #wanted} and {@link #inEffect}.
 */
final class MethodRuleBook implements RuleBook {
  private final Messages messages;
  private final LongSupplier nanoClock;
  private volatile List<MethodRule> wanted;
  private volatile Map<MethodRule, MeasuredRule> inEffect = Collections.emptyMap();
  private @Nullable Session session;
  private @Nullable AverageSampler sampler;

  MethodRuleBook(List<MethodRule> rules, Messages messages, LongSupplier nanoClock) {
    this.wanted = rules;
    this.messages = messages;
    this.nanoClock = nanoClock;
  }

  void use(List<MethodRule> newRules) {
    wanted = newRules;
  }

  /** Returns the rules asked for. */
  List<MethodRule> wanted() {
    return wanted;
  }

  /** Returns the rules in effect. */
  Map<MethodRule, MeasuredRule> inEffect() {
    return inEffect;
  }

  @Override
  public List<MeasuredRule> rules(JavaBase javaBase) throws ReflectiveOperationException {
    Session current = session;
    if (current == null) {
      current = new Session(javaBase);
      session = current;
    }
    adopt(wanted, current);
    return new ArrayList<>(inEffect.values());
  }

  private void adopt(List<MethodRule> settings, Session current) {
    Map<MethodRule, MeasuredRule> next = new LinkedHashMap<>();
    for (MethodRule each : settings) {
      MeasuredRule kept = inEffect.get(each);
      next.put(each, kept == null ? current.newRule(each) : kept);
    }
    Map<MethodRule, MeasuredRule> before = inEffect;
    inEffect = next;
    before.forEach(
        (setting, rule) -> {
          if (!next.containsKey(setting)) {
            rule.release();
          }
        });
    sample(settings.stream().anyMatch(rule -> rule.average() != null));
  }

  private void sample(boolean isWanted) {
    AverageSampler running = sampler;
    if (isWanted && running == null) {
      sampler =
          AverageSampler.start(
              () -> inEffect.values(), nanoClock, new AgentThreads("method-average", messages));
    } else if (!isWanted && running != null) {
      running.close();
      sampler = null;
    }
  }

  @Override
  public void warmUp(ClassWeaver weaver) {
    if (session != null) {
      session.advices.warmUp(weaver);
    }
  }

  @Override
  public void searched() {
    inEffect.values().forEach(this::tellIfUnmatched);
  }

  private void tellIfUnmatched(MeasuredRule rule) {
    if (rule.isOverdue()) {
      messages.say(
          String.format(
              "%s: \"%s\" matches no method in the classes loaded so far; it is looked for in those that will be",
              rule.settings().location(), rule.settings().id()));
    }
  }

  @Override
  public void left() {
    sample(false);
    if (session != null) {
      session.bootClass.clear();
    }
    inEffect = Collections.emptyMap();
  }

  /** The state that exists only where methods can be measured. */
  private final class Session {
    private final BootClass bootClass;
    private final AnnotationMentions mentions;
    private final Advices advices = new Advices();

    Session(JavaBase javaBase) throws ReflectiveOperationException {
      this.bootClass = BootClass.in(javaBase);
      this.mentions = new AnnotationMentions(javaBase, messages);
    }

    MeasuredRule newRule(MethodRule settings) {
      MethodPattern pattern = settings.pattern();
      Predicate<Class<?>> isAnnotated =
          pattern.isAnnotated() ? mentions.of(pattern::matchesAnnotation) : type -> true;
      return new MeasuredRule(settings, isAnnotated, bootClass, advices, nanoClock);
    }
  }
}
