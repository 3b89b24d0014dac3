package io.exporteragent.weave;

import java.util.Collections;
import java.util.List;
import net.bytebuddy.asm.Advice;

/** A section with one rule, which weaves its advice into the method {@code greet} of classes. */
class CountingBook implements RuleBook, Rule, Match {
  private final Class<?> advice;
  private final List<Class<?>> types;
  volatile Thread thread;
  volatile boolean isWoven;
  volatile boolean hasLeft;
  volatile boolean hasTooMany;
  volatile int searches;
  volatile int max = Integer.MAX_VALUE;

  CountingBook(Class<?> advice, Class<?>... types) {
    this.advice = advice;
    this.types = List.of(types);
  }

  @Override
  public List<? extends Rule> rules(JavaBase javaBase) {
    thread = Thread.currentThread();
    return Collections.singletonList(this);
  }

  @Override
  public boolean mayMatch(Class<?> type) {
    return !hasTooMany && types.contains(type);
  }

  @Override
  public List<? extends Match> addTo(
      Weaving weaving, String className, ClassLoader loader, Class<?> type, byte[] classFile) {
    weaving.add("greet()Ljava/lang/String;", Advice.to(advice));
    return Collections.singletonList(this);
  }

  @Override
  public void woven() {
    isWoven = true;
  }

  @Override
  public String awaitedClass() {
    return null;
  }

  @Override
  public String found(int matches) {
    if (hasTooMany || matches <= max) {
      return null;
    }
    hasTooMany = true;
    return "more than " + max;
  }

  @Override
  public void cannotBeWoven() {
    throw new AssertionError();
  }

  @Override
  public void warmUp(ClassWeaver weaver) {
    throw new AssertionError("No class is awaited.");
  }

  @Override
  @SuppressWarnings("NonAtomicVolatileUpdate") // by the weaving thread alone
  public void searched() {
    searches++;
  }

  @Override
  public void left() {
    hasLeft = true;
  }
}
