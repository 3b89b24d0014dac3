package io.exporteragent.weave;

import java.lang.instrument.ClassFileTransformer;
import java.lang.instrument.Instrumentation;
import java.lang.instrument.UnmodifiableClassException;
import java.security.ProtectionDomain;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Retransforms some loaded classes from the bytes they were loaded with. Installed only meanwhile:
 * a transformer that stays would be called for every class the application loads later.
 */
final class Batch implements ClassFileTransformer {
  private final ClassWeaver weaver;
  private final Map<Class<?>, List<Rule>> rules;
  private final Map<Class<?>, Map<Rule, List<? extends Match>>> matches = new ConcurrentHashMap<>();
  private final Map<Class<?>, Throwable> failures = new ConcurrentHashMap<>();

  /**
   * @param rules those that may match each class; a class with none is restored
   */
  Batch(ClassWeaver weaver, Map<Class<?>, List<Rule>> rules) {
    this.weaver = weaver;
    this.rules = rules;
  }

  /**
   * Transforms all classes, or none if this throws.
   *
   * @throws UnmodifiableClassException if one of them cannot be transformed
   * @throws RuntimeException if the JVM refuses
   * @throws Error if the JVM refuses the new code, or cannot link the class as it is
   */
  void retransform(Instrumentation instrumentation) throws UnmodifiableClassException {
    instrumentation.addTransformer(this, true);
    try {
      instrumentation.retransformClasses(rules.keySet().toArray(new Class<?>[0]));
    } finally {
      instrumentation.removeTransformer(this);
    }
  }

  /** Returns what was found in a class, by rule; without rules nothing is looked for. */
  Map<Rule, List<? extends Match>> matches(Class<?> type) {
    return matches.getOrDefault(type, new HashMap<>());
  }

  /** Returns why a class could not be transformed; null if it was. */
  @Nullable Throwable failure(Class<?> type) {
    return failures.get(type);
  }

  @Override
  public byte @Nullable [] transform(
      @Nullable ClassLoader loader,
      @Nullable String name,
      @Nullable Class<?> redefined,
      @Nullable ProtectionDomain domain,
      byte[] classFile) {
    List<Rule> wanted = redefined == null ? null : rules.get(redefined);
    if (wanted == null || redefined == null || wanted.isEmpty()) {
      return null;
    }
    Map<Rule, List<? extends Match>> found = new HashMap<>();
    matches.put(redefined, found);
    try {
      return weaver.weave(redefined.getName(), loader, redefined, classFile, wanted, found);
    } catch (Throwable t) {
      // The JVM would ignore it.
      failures.put(redefined, t);
      return null;
    }
  }
}
